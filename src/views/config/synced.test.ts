// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../test/http-harness.ts';

let server: HttpHarness;
before(async () => {
  server = await openHttpHarness();
  const proxy = { Kind: 'connect-proxy', Port: 1, Proxy: { DestinationServiceName: 'web' } };
  await server.put('/v1/catalog/register', {
    Node: 'node-1',
    Address: '10.0.0.1',
    Service: { Service: 'own', ...proxy },
  });
  const registered = await server.put('/v1/agent/service/register', { Name: 'agents', ...proxy });
  assert.equal(registered.status, 200, registered.text);
  await server.put('/v1/config', {
    Kind: 'proxy-defaults',
    Name: 'global',
    Config: { x: 1 },
    MeshGateway: { Mode: 'local' },
  });
});
after(() => server.close());

/** The proxies of an answer, by what reads them. */
const proxiesOf = async (service: string): Promise<readonly Record<string, unknown>[]> => {
  const [catalog, health, node] = await Promise.all([
    server.get(`/v1/catalog/service/${service}`),
    server.get(`/v1/health/service/${service}`),
    server.get('/v1/catalog/node/node-1'),
  ]);
  return [
    catalog.json[0].ServiceProxy,
    health.json[0].Service.Proxy,
    node.json.Services[service].Proxy,
  ];
};

test('an agent tells of its proxies with what entries say', async () => {
  for (const { Config, MeshGateway } of await proxiesOf('agents')) {
    assert.deepEqual([Config, MeshGateway], [{ x: 1 }, { Mode: 'local' }]);
  }
});

test('what was registered with the catalog is shown as it is', async () => {
  for (const proxy of await proxiesOf('own')) assert.ok(!('Config' in proxy));
});

test('readers are woken when an entry changes what is said', async () => {
  const path = '/v1/catalog/service/agents';
  const { index } = await server.get(path);
  const waiting = server.get(`${path}?index=${index}&wait=60s`);
  await server.put('/v1/config', { Kind: 'proxy-defaults', Name: 'global', Config: { x: 2 } });
  const { json } = await waiting;
  assert.deepEqual(json[0].ServiceProxy.Config, { x: 2 });
});
