// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { healthEndpoints } from '../health/endpoints.ts';
import { catalogEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness({ endpoints: [...catalogEndpoints, ...healthEndpoints] });
  await seed();
});
after(() => server.close());

const register = (body: unknown) => server.put('/v1/catalog/register', body);
const deregister = (body: unknown) => server.put('/v1/catalog/deregister', body);

const proxied = (Proxy: object) => ({
  Node: 'n',
  Address: 'a',
  Service: {
    Service: 'p',
    Kind: 'connect-proxy',
    Port: 1,
    Proxy: { DestinationServiceName: 'x', ...Proxy },
  },
});

async function seed(): Promise<void> {
  await register({
    Node: 'alder',
    Address: '10.0.0.1',
    NodeMeta: { rack: 'r1' },
    Service: { ID: 'press-1', Service: 'press', Tags: ['V1', 'main'], Port: 1001 },
  });
  await register({
    Node: 'birch',
    Address: '10.0.0.2',
    Service: { ID: 'press-2', Service: 'press', Tags: ['v1'] },
  });
  await register({
    Node: 'birch',
    SkipNodeUpdate: true,
    Service: {
      Service: 'press-proxy',
      Kind: 'connect-proxy',
      Port: 5,
      Proxy: {
        DestinationServiceName: 'press',
        Upstreams: [{ DestinationName: 'ink', LocalBindPort: 9 }],
      },
    },
  });
}

describe('PUT /v1/catalog/register', () => {
  test('answers true, and the same again moves no index', async () => {
    const body = { Node: 'quay', Address: '10.30.0.1' };
    assert.equal((await register(body)).json, true);
    const { index } = await server.get('/v1/catalog/node/quay');
    assert.equal((await register(body)).json, true);
    assert.equal((await server.get('/v1/catalog/node/quay')).index, index);
  });

  test('calls a check a script whether or not it is run again', async () => {
    const Check = { CheckID: 'c', Definition: { ScriptArgs: ['x'], Timeout: true } };
    const { json } = await register({ Node: 'mole', Address: 'a', Check });
    assert.equal(json, true);
    const { json: checks } = await server.get('/v1/health/node/mole');
    assert.deepEqual([checks[0].Type, checks[0].Definition], ['script', { ScriptArgs: ['x'] }]);
    await deregister({ Node: 'mole' });
  });

  test('keeps what a proxy says, in the keys that Consul knows, without what is empty', async () => {
    const Proxy = {
      destination_service_name: 'x',
      EnvoyExtensions: [{ Name: 'builtin/lua', Arguments: { Script: 's' } }],
      Expose: { Paths: [{ Path: '/x', local_path_port: 1, ListenerPort: 2 }] },
      TransparentProxy: { OutboundListenerPort: 0 },
      access_logs: { Enabled: true, Path: '' },
      Upstreams: [{ destination_name: 'db', local_bind_port: 9 }],
    };
    const Connect = { Whatever: 1 };
    const Service = { Service: 'p', Kind: 'connect-proxy', Port: 1, Proxy, Connect };
    assert.equal((await register({ Node: 'pole', Address: 'a', Service })).json, true);
    const { json } = await server.get('/v1/catalog/node/pole');
    assert.deepEqual(json.Services.p.Proxy, {
      DestinationServiceName: 'x',
      EnvoyExtensions: [
        {
          Name: 'builtin/lua',
          Required: false,
          Arguments: { Script: 's' },
          ConsulVersion: '',
          EnvoyVersion: '',
        },
      ],
      Expose: { Paths: [{ Path: '/x', LocalPathPort: 1, ListenerPort: 2 }] },
      AccessLogs: { Enabled: true },
      Mode: '',
      MeshGateway: {},
      Upstreams: [
        {
          DestinationType: '',
          DestinationName: 'db',
          Datacenter: '',
          LocalBindPort: 9,
          MeshGateway: {},
        },
      ],
    });
    await deregister({ Node: 'pole' });
  });

  test('tells no services at all apart from none that were wanted, also of no node', async () => {
    const path = '/v1/catalog/node-services/nobody';
    assert.deepEqual((await server.get(path)).json, { Node: null, Services: null });
    const narrowed = await server.get(`${path}?filter=ID==x`);
    assert.deepEqual(narrowed.json, { Node: null, Services: [] });
  });

  const refused: readonly (readonly [name: string, body: unknown, status: number, text: string])[] =
    [
      ['nothing', '', 400, 'Request decode failed: EOF'],
      ['a node without a name', {}, 500, 'Must provide node'],
      [
        'a list',
        [],
        400,
        'Request decode failed: json: cannot unmarshal array into Go value of type structs.RegisterRequest',
      ],
      [
        'a field that does not exist',
        { Wibble: 1 },
        400,
        'Request decode failed: json: unknown field "Wibble"',
      ],
      [
        'a check of a service in other case',
        {
          Node: 'n',
          Address: 'a',
          Service: { ID: 's', Service: 's' },
          Check: { CheckID: 'c', ServiceID: 'S' },
        },
        500,
        "Unknown service ID 'S' for check ID 'c'",
      ],
      [
        'an output of less than nothing',
        {
          Node: 'n',
          Address: 'a',
          Check: { CheckID: 'c', Definition: { OutputMaxSize: -1 } },
        },
        400,
        'Request decode failed: json: cannot unmarshal number -1 into Go struct field HealthCheck.Check.Definition.Alias.OutputMaxSize of type uint',
      ],
      [
        'a key of a node in snake case',
        { Node: 'n', Address: 'a', node_meta: { a: 'b' } },
        400,
        'Request decode failed: json: unknown field "node_meta"',
      ],
      [
        'a key of a service in snake case',
        { Node: 'n', Address: 'a', Service: { Service: 's', tagged_addresses: {} } },
        400,
        'Request decode failed: json: unknown field "tagged_addresses"',
      ],
      [
        'a node id of a wrong type',
        { Node: 'n', Address: 'a', ID: 1 },
        400,
        'Request decode failed: json: cannot unmarshal number into Go struct field RegisterRequest.ID of type types.NodeID',
      ],
      [
        'checks that are no list',
        { Node: 'n', Address: 'a', Checks: {} },
        400,
        'Request decode failed: json: cannot unmarshal object into Go struct field RegisterRequest.Checks of type structs.HealthChecks',
      ],
      [
        'a mode of a proxy of a wrong type',
        { Node: 'n', Address: 'a', Service: { Service: 's', Proxy: { Mode: 1 } } },
        400,
        'Request decode failed: json: cannot unmarshal number into Go struct field NodeService.Service.Proxy.Alias.Mode of type structs.ProxyMode',
      ],
      [
        'exposed paths that say nothing',
        proxied({ Expose: { Paths: [{}] } }),
        500,
        '2 errors occurred:\n\t* expose.paths: empty path exposed\n\t* expose.paths: invalid listener port: 0\n\n',
      ],
      [
        'a gateway with a sidecar',
        {
          Node: 'n',
          Address: 'a',
          Service: {
            Service: 'g',
            Kind: 'mesh-gateway',
            Port: 1,
            Connect: { SidecarService: {} },
          },
        },
        500,
        '1 error occurred:\n\t* A mesh-gateway cannot have a sidecar service defined\n\n',
      ],
      [
        'a namespace',
        { Node: 'n', Address: 'a', Service: { Service: 'x', Namespace: 'team' } },
        400,
        'Request decode failed: json: unknown field "Namespace" - Namespaces are a Consul Enterprise feature',
      ],
      [
        'a port that is no integer',
        '{"Node":"n","Address":"a","Service":{"Service":"s","Port":80.5}}',
        400,
        'Request decode failed: json: cannot unmarshal number 80.5 into Go struct field NodeService.Service.Port of type int',
      ],
      [
        'a node without an address',
        { Node: 'n' },
        500,
        'Must provide address if SkipNodeUpdate is not set',
      ],
      [
        'an ID that is none',
        { Node: 'n', Address: 'a', ID: 'short' },
        500,
        'Bad node ID: uuid string is wrong length',
      ],
      [
        'a service without a name',
        { Node: 'n', Address: 'a', Service: { ID: 'only-id' } },
        500,
        'Must provide service name (Service.Service) when service ID is provided',
      ],
      [
        'a proxy without a port',
        {
          Node: 'n',
          Address: 'a',
          Service: {
            Service: 'p',
            Kind: 'connect-proxy',
            Proxy: { DestinationServiceName: 'dock' },
          },
        },
        500,
        '1 error occurred:\n\t* Port or SocketPath must be set for a connect-proxy\n\n',
      ],
      [
        'a claim to come from a peer',
        { Node: 'n', Address: 'a', PeerName: 'ghost' },
        500,
        'cannot register requests with PeerName in them',
      ],
      [
        'a partition, without a word about editions',
        { Node: 'n', Address: 'a', Partition: 'x' },
        400,
        'Request decode failed: json: unknown field "Partition"',
      ],
      [
        'a check of another node',
        { Node: 'n', Address: 'a', Check: { CheckID: 'c', Node: 'm' } },
        500,
        "Node 'm' for check 'c' doesn't match register request node 'n'",
      ],
      [
        'another datacenter',
        { Node: 'n', Address: 'a', Datacenter: 'atlantis' },
        500,
        'No path to datacenter',
      ],
    ];
  for (const [name, body, status, text] of refused) {
    test(`refuses ${name} and stores nothing`, async () => {
      const { at } = server.core.state;
      const answer = await register(body);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.equal(server.core.state.at, at);
    });
  }

  test('asks the body alone for the datacenter, and the query for what there is not', async () => {
    const body = { Node: 'query', Address: 'a' };
    assert.equal((await server.put('/v1/catalog/register?dc=atlantis', body)).json, true);
    for (const path of ['register', 'deregister']) {
      const { status, text } = await server.put(`/v1/catalog/${path}?ns=team`, body);
      assert.equal(status, 400);
      assert.match(text, /Namespaces are a Consul Enterprise feature$/);
    }
  });

  test('takes JSON keys in any case', async () => {
    assert.equal((await register('{"node":"lower","address":"10.0.0.9"}')).json, true);
    assert.equal((await server.get('/v1/catalog/node/lower')).json.Node.Node, 'lower');
  });
});

describe('PUT /v1/catalog/deregister', () => {
  test('removes a service, then the node with the rest', async () => {
    await register({ Node: 'pier', Address: 'a', Service: { Service: 'dock' } });
    await register({ Node: 'pier', SkipNodeUpdate: true, Service: { Service: 'crane' } });
    assert.equal((await deregister({ Node: 'pier', ServiceID: 'dock' })).json, true);
    assert.deepEqual(Object.keys((await server.get('/v1/catalog/node/pier')).json.Services), [
      'crane',
    ]);
    assert.equal((await deregister({ Node: 'pier' })).json, true);
    assert.equal((await server.get('/v1/catalog/node/pier')).json, null);
    assert.deepEqual((await server.get('/v1/catalog/service/crane')).json, []);
  });

  test('of what is not there is no problem', async () => {
    assert.equal((await deregister({ Node: 'ghost', CheckID: 'x' })).json, true);
  });

  for (const [body, kind] of [
    ['[]', 'array'],
    ['3', 'number'],
    ['"x"', 'string'],
    ['true', 'bool'],
  ] as const) {
    test(`refuses ${kind} ${body} for the whole, and names the type that it wants`, async () => {
      const { at } = server.core.state;
      const { status, text } = await deregister(body);
      const type = 'struct { Address string; *structs.Alias }';
      const wrong = `json: cannot unmarshal ${kind} into Go value of type ${type}`;
      assert.deepEqual([status, text], [400, `Request decode failed: ${wrong}`]);
      assert.equal(server.core.state.at, at);
    });
  }

  test('names what is inside by its alias', async () => {
    const { status, text } = await deregister({ Node: 3 });
    const wrong = 'json: cannot unmarshal number into Go struct field .Alias.Node of type string';
    assert.deepEqual([status, text], [400, `Request decode failed: ${wrong}`]);
  });

  test('needs a node', async () => {
    const { status, text } = await deregister({ ServiceID: 'x' });
    assert.deepEqual([status, text], [500, 'Must provide node']);
  });
});

describe('GET /v1/catalog', () => {
  test('datacenters: ours', async () => {
    const { json, index } = await server.get('/v1/catalog/datacenters');
    assert.deepEqual([json, index], [['dc1'], 0]);
  });

  test('nodes: by name, or those with a pair of meta', async () => {
    const { json, headers } = await server.get('/v1/catalog/nodes?node-meta=rack:r1');
    assert.deepEqual(
      json.map((node: { Node: string }) => node.Node),
      ['alder'],
    );
    assert.equal(headers.get('x-consul-effective-consistency'), 'leader');
  });

  const consistencies: readonly (readonly [query: string, consistency: string])[] = [
    ['max_stale=1s', 'stale'],
    ['max_stale=0s', 'leader'],
    ['max_stale=-1s', 'leader'],
    ['max_stale=0s&consistent', 'consistent'],
    ['max_stale=0s&stale', 'stale'],
  ];
  for (const [query, consistency] of consistencies) {
    test(`nodes: ?${query} is answered as ${consistency}`, async () => {
      const { headers } = await server.get(`/v1/catalog/nodes?${query}`);
      assert.equal(headers.get('x-consul-effective-consistency'), consistency);
    });
  }

  test('services: names with all tags', async () => {
    const { json } = await server.get('/v1/catalog/services');
    assert.deepEqual(json['press'], ['V1', 'main', 'v1']);
    assert.deepEqual(json['press-proxy'], []);
  });

  test('service: instances flat with their nodes, case and tags folded', async () => {
    const { json } = await server.get('/v1/catalog/service/PRESS?tag=v1&tag=MAIN');
    assert.equal(json.length, 1);
    assert.deepEqual(
      [json[0].Node, json[0].ServiceID, json[0].ServicePort, json[0].ServiceMeta],
      ['alder', 'press-1', 1001, {}],
    );
  });

  test('connect: what speaks for a service, with its virtual address', async () => {
    const { json } = await server.get('/v1/catalog/connect/press');
    assert.equal(json[0].ServiceName, 'press-proxy');
    assert.deepEqual(json[0].ServiceTaggedAddresses, {
      'consul-virtual': { Address: '240.0.0.1', Port: 5 },
    });
    assert.deepEqual(json[0].ServiceProxy.Upstreams, [
      {
        DestinationType: '',
        DestinationName: 'ink',
        Datacenter: '',
        LocalBindPort: 9,
        MeshGateway: {},
      },
    ]);
  });

  test('node: services by id; a port of 0 is not shown', async () => {
    const { json } = await server.get('/v1/catalog/node/BIRCH');
    assert.equal(json.Node.Node, 'birch');
    assert.deepEqual(Object.keys(json.Services), ['press-2', 'press-proxy']);
    assert.ok(!('Port' in json.Services['press-2']));
  });

  test('node-services: services as a list, null for what is not there', async () => {
    const { json } = await server.get('/v1/catalog/node-services/alder');
    assert.equal(json.Services[0].ID, 'press-1');
    assert.deepEqual((await server.get('/v1/catalog/node-services/absent')).json, {
      Node: null,
      Services: null,
    });
  });

  test('an unknown peer has nothing', async () => {
    assert.deepEqual((await server.get('/v1/catalog/service/press?peer=ghost')).json, []);
  });

  test('waits for a service to come, and no other wakes it', async () => {
    const { index } = await server.get('/v1/catalog/service/late');
    const waiting = server.get(`/v1/catalog/service/late?index=${index}&wait=10s`);
    await register({ Node: 'alder', SkipNodeUpdate: true, Service: { Service: 'other' } });
    await register({ Node: 'alder', SkipNodeUpdate: true, Service: { Service: 'late' } });
    assert.equal((await waiting).json.length, 1);
  });

  const refused: readonly (readonly [query: string, status: number, text: string])[] = [
    ['index=abc', 400, 'Invalid index'],
    ['wait=5', 400, 'Invalid wait time'],
    ['max_stale=banana', 400, 'Invalid max_stale value "banana"'],
    ['stale&consistent', 400, 'Cannot specify ?stale with ?consistent, conflicting semantics.'],
    ['dc=atlantis', 500, 'No path to datacenter'],
    ['ns=team', 400, 'Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature'],
    [
      'filter=ServiceMeta == x',
      500,
      'Failed to create boolean expression evaluator: Invalid match operator "Equal" for selector "ServiceMeta"',
    ],
  ];
  for (const [query, status, text] of refused) {
    test(`refuses ?${query}`, async () => {
      const answer = await server.get(`/v1/catalog/service/press?${query}`);
      assert.deepEqual([answer.status, answer.text], [status, text]);
      assert.equal(answer.index, status === 500 ? 1 : 0);
    });
  }
});
