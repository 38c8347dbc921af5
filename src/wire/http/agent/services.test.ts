// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAgentHarness } from '../../../../test/local-agent.ts';

const REGISTER = '/v1/agent/service/register';

describe('registering a service', () => {
  test('answers with nothing, and the service is known everywhere', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    const registered = await http.put(REGISTER, { Name: 'web', Port: 80, Tags: ['a'] });
    assert.equal(registered.status, 200);
    assert.equal(registered.text, '');
    assert.equal(registered.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.deepEqual((await http.get('/v1/agent/services')).json, {
      web: {
        ID: 'web',
        Service: 'web',
        Tags: ['a'],
        Meta: {},
        Port: 80,
        Address: '',
        Weights: { Passing: 1, Warning: 1 },
        EnableTagOverride: false,
        Datacenter: 'dc1',
      },
    });
    const inCatalog = await http.get('/v1/catalog/service/web');
    assert.equal(inCatalog.json[0].ServicePort, 80);
  });

  test('with a sidecar registers that too, and it goes with the service', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    await http.put(REGISTER, { name: 'web', port: 80, connect: { sidecar_service: {} } });
    const sidecar = (await http.get('/v1/agent/service/web-sidecar-proxy')).json;
    assert.equal(sidecar.Port, 21_000);
    assert.deepEqual(sidecar.Proxy, {
      DestinationServiceName: 'web',
      DestinationServiceID: 'web',
      LocalServiceAddress: '127.0.0.1',
      LocalServicePort: 80,
      MeshGateway: {},
      Expose: {},
    });
    await http.put('/v1/agent/service/deregister/web');
    const gone = await http.get('/v1/agent/service/web-sidecar-proxy');
    assert.equal(gone.status, 404);
    assert.equal(gone.text, 'unknown service ID: web-sidecar-proxy');
  });

  test('its id and its name are asked for as they were written, whoever asked before', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    await http.put(REGISTER, { Name: 'web', ID: 'web-1' });
    const asked: readonly (readonly [path: string, status: number])[] = [
      ['service/WEB-1', 404],
      ['service/web-1', 200],
      ['health/service/id/Web-1', 404],
      ['health/service/id/web-1', 200],
      ['health/service/name/Web', 404],
      ['health/service/name/web', 200],
    ];
    for (const [path, status] of asked) {
      assert.equal((await http.get(`/v1/agent/${path}`)).status, status, path);
    }
    for (const path of ['maintenance/WEB-1?enable=true', 'deregister/Web-1']) {
      assert.equal((await http.put(`/v1/agent/service/${path}`)).status, 404, path);
    }
  });

  const refused: readonly [body: unknown, status: number, text: string][] = [
    ['', 400, 'Request decode failed: EOF'],
    [
      '{not json',
      400,
      "Request decode failed: invalid character 'n' looking for beginning of object key string",
    ],
    [{ Wibble: 1 }, 400, 'Request decode failed: json: unknown field "Wibble"'],
    [
      { Name: 's', Port: '80' },
      400,
      'Request decode failed: json: cannot unmarshal string into Go struct field .Alias.Port of type int',
    ],
    [
      { Name: 's', Check: { TTL: 'soon' } },
      400,
      'Request decode failed: time: invalid duration "soon"',
    ],
    [{ ID: 'x' }, 400, 'Missing service name'],
    [
      { Name: 'x', Check: { Args: ['true'], Interval: '5s' } },
      500,
      "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
    ],
  ];
  test('that can not be is refused, and nothing is kept of it', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    for (const [body, status, text] of refused) {
      const answer = await http.put(REGISTER, body);
      assert.equal(answer.text, text);
      assert.equal(answer.status, status);
    }
    assert.deepEqual((await http.get('/v1/agent/services')).json, {});
  });
});

describe('a service', () => {
  test('is shown with its central configuration when it is a proxy', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    const write = (entry: object): Promise<unknown> => http.put('/v1/config', entry);
    await write({
      Kind: 'proxy-defaults',
      Name: 'global',
      Config: { protocol: 'http', envoy_prometheus_bind_addr: '0.0.0.0:9102' },
    });
    await write({ Kind: 'service-defaults', Name: 'web', Protocol: 'grpc' });
    await http.put(REGISTER, {
      Name: 'web',
      Port: 80,
      Connect: { SidecarService: { Proxy: { Config: { own: 1 } } } },
    });
    const { Proxy } = (await http.get('/v1/agent/service/web-sidecar-proxy')).json;
    assert.deepEqual(Proxy.Config, {
      own: 1,
      protocol: 'grpc',
      envoy_prometheus_bind_addr: '0.0.0.0:9102',
    });
    const inCatalog = (await http.get('/v1/catalog/service/web-sidecar-proxy')).json;
    assert.deepEqual(inCatalog[0].ServiceProxy.Config, Proxy.Config);
  });

  test('is waited for by its hash', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    await http.put(REGISTER, { Name: 'web', Port: 80 });
    const path = '/v1/agent/service/web';
    const first = await http.get(path);
    const hash = first.json.ContentHash;
    assert.equal(first.headers.get('x-consul-contenthash'), hash);
    const same = await http.get(`${path}?hash=${hash}&wait=20ms`);
    assert.equal(same.json.ContentHash, hash);
    const other = await http.get(`${path}?hash=0000000000000000&wait=1m`);
    assert.equal(other.json.ContentHash, hash);
    const waiting = http.get(`${path}?hash=${hash}&wait=1m`);
    await http.put(REGISTER, { Name: 'web', Port: 81 });
    assert.equal((await waiting).json.Port, 81);
    const untilGone = http.get(`${path}?hash=${(await waiting).json.ContentHash}&wait=1m`);
    await http.put('/v1/agent/service/deregister/web');
    assert.equal((await untilGone).status, 404);
  });

  test('that is unknown is told as Consul tells it', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    const text =
      'Unknown service ID "ghost". Ensure that the service ID is passed, not the service name.';
    for (const path of ['deregister/ghost', 'maintenance/ghost?enable=true']) {
      const answer = await http.put(`/v1/agent/service/${path}`);
      assert.equal(answer.status, 404);
      assert.equal(answer.text, text);
    }
  });
});

describe('maintenance', () => {
  test('takes a service out of health answers, and back', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    await http.put(REGISTER, { Name: 'web' });
    const passing = async (): Promise<number> =>
      (await http.get('/v1/health/service/web?passing')).json.length;
    assert.equal(await passing(), 1);
    await http.put('/v1/agent/service/maintenance/web?enable=true&reason=belts');
    assert.equal(await passing(), 0);
    const health = await http.get('/v1/agent/health/service/id/web?format=text');
    assert.equal(health.text, 'maintenance');
    assert.equal(health.status, 503);
    await http.put('/v1/agent/service/maintenance/web?enable=false');
    assert.equal(await passing(), 1);
    await http.put('/v1/agent/maintenance?enable=true');
    assert.equal(await passing(), 0);
    await http.put('/v1/agent/maintenance?enable=0');
    assert.equal(await passing(), 1);
  });

  test('has to be told whether on or off', async () => {
    await using harness = await openAgentHarness();
    const { http } = harness;
    const cases = [
      ['/v1/agent/maintenance', 'Missing value for enable'],
      ['/v1/agent/maintenance?enable=maybe', 'Invalid value for enable: "maybe"'],
      ['/v1/agent/service/maintenance/?enable=true', 'Missing service ID'],
    ] as const;
    for (const [path, text] of cases) {
      const answer = await http.put(path);
      assert.equal(answer.status, 400);
      assert.equal(answer.text, text);
    }
  });
});
