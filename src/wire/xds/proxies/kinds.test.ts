// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OpaqueConfig } from '../../../model/catalog/service.ts';
import type { ConfigEntry } from '../../../model/config-entries/entry.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import { proxySnapshot } from '../../../views/proxy/proxy.ts';
import { shown } from '../../../../test/golden/proxies.ts';
import { openScenario, type Scenario } from '../../../../test/mesh-scenario.ts';
import type { ResourceSet } from '../resource-set.ts';
import { resourcesOf } from './kinds.ts';

interface Parts {
  readonly proxy?: OpaqueConfig;
  readonly upstream?: OpaqueConfig;
  readonly protocol?: string;
}

function scenario({ proxy = {}, upstream = {}, protocol = 'http' }: Parts): Scenario {
  const sidecar = (id: string, port: number) => ({
    ID: id,
    Kind: 'connect-proxy' as const,
    Port: port,
    Proxy: {
      DestinationServiceName: 'shop',
      LocalServicePort: 8_080,
      Config: proxy,
      Upstreams: [
        {
          DestinationType: 'service',
          DestinationName: 'orders',
          LocalBindPort: 5_000,
          MeshGateway: {},
          Config: upstream,
        },
      ],
    },
  });
  return {
    cluster: '11111111-0000-4000-8000-000000000001',
    nodes: [{ Node: 'n', Address: '10.0.0.1', Datacenter: 'west' }],
    leaves: ['/ns/default/dc/west/svc/shop'],
    services: [sidecar('one', 21_000), sidecar('two', 21_001)],
    config: [{ Kind: 'proxy-defaults', Name: 'global', Config: { protocol } } as ConfigEntry],
  };
}

function opened(parts: Parts) {
  const { views, put } = openScenario(scenario(parts));
  const resources = (id: string): ResourceSet => {
    const snapshot = views.get(proxySnapshot, { node: 'n', id }).value;
    assert.ok(snapshot !== undefined);
    return resourcesOf(snapshot);
  };
  return { resources, put };
}

const SNI = 'orders.default.west.internal.11111111-0000-4000-8000-000000000001.consul';
const PUBLIC = 'public_listener:0.0.0.0:21000';

function allow(...Names: readonly string[]): { tenancy: typeof localTenancy; entry: ConfigEntry } {
  const Sources = Names.map((Name) => ({ Name, Action: 'allow' }));
  const entry = { Kind: 'service-intentions', Name: 'shop', Sources } as ConfigEntry;
  return { tenancy: localTenancy, entry };
}

describe('proxies of one service', () => {
  const { resources } = opened({});
  const [one, two] = [resources('one'), resources('two')];

  test('share their routes, clusters, endpoints', () => {
    assert.equal(one.routes.get('public_listener'), two.routes.get('public_listener'));
    assert.equal(one.clusters.get(SNI), two.clusters.get(SNI));
    assert.equal(one.endpoints.get(SNI), two.endpoints.get(SNI));
  });

  test('have listeners of their own, since those have addresses', () => {
    assert.deepEqual([...one.listeners.keys()], [PUBLIC, 'orders:127.0.0.1:5000']);
    assert.ok(two.listeners.has('public_listener:0.0.0.0:21001'));
  });
});

test('an intention for an http service is a new route and nothing else', () => {
  const { resources, put } = opened({});
  const before = resources('one');
  put(configEntries, allow('cart'));
  const after = resources('one');
  assert.notEqual(after.routes.get('public_listener'), before.routes.get('public_listener'));
  for (const type of ['clusters', 'endpoints', 'listeners'] as const) {
    for (const [name, found] of after[type]) assert.equal(found, before[type].get(name), name);
  }
});

test('an intention for a tcp service is a new public listener and nothing else', () => {
  const { resources, put } = opened({ protocol: 'tcp' });
  const before = resources('one');
  put(configEntries, allow('cart'));
  const after = resources('one');
  assert.notEqual(after.listeners.get(PUBLIC)?.version, before.listeners.get(PUBLIC)?.version);
  assert.equal(after.routes.size, 0);
  for (const [name, found] of after.clusters) assert.equal(found, before.clusters.get(name), name);
});

describe("a user's own JSON", () => {
  const chains = (name: string) => ({
    name,
    address: { socket_address: { address: '127.0.0.1', port_value: 9_999 } },
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.tcp_proxy',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
              stat_prefix: 'own',
              cluster: 'local_app',
            },
          },
        ],
      },
    ],
  });

  test('takes the place of an upstream listener', () => {
    const json = JSON.stringify(chains('mine'));
    const set = opened({ upstream: { envoy_listener_json: json } }).resources('one');
    assert.deepEqual([...set.listeners.keys()], [PUBLIC, 'mine']);
  });

  test('that makes no sense is a problem of that listener alone', () => {
    const set = opened({ upstream: { envoy_listener_json: '{ "nom": 1 }' } }).resources('one');
    assert.deepEqual([...set.listeners.keys()], [PUBLIC]);
    assert.equal(set.problems.length, 1);
    assert.equal(set.problems[0]?.resource, 'listeners/orders:127.0.0.1:5000');
    assert.match(set.problems[0]?.message ?? '', /^envoy_listener_json: /);
  });

  test('as a public listener gets access control and mutual TLS', () => {
    const json = JSON.stringify({
      '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener',
      ...chains('mine'),
    });
    const set = opened({ proxy: { envoy_public_listener_json: json } }).resources('one');
    const text = JSON.stringify(shown({ ...set, clusters: new Map(), endpoints: new Map() }));
    assert.ok(set.listeners.has('mine'));
    assert.match(text, /envoy\.filters\.network\.rbac.*tcp_proxy.*require_client_certificate/);
  });

  test('as a public listener that lets nobody in is none', () => {
    const json = JSON.stringify({ name: 'mine' });
    const set = opened({ proxy: { envoy_public_listener_json: json } }).resources('one');
    assert.deepEqual([...set.listeners.keys()], ['orders:127.0.0.1:5000']);
    assert.equal(set.problems[0]?.resource, `listeners/${PUBLIC}`);
  });

  test('as a cluster keeps our name, and dials with our certificate', () => {
    const json = JSON.stringify({ name: 'mine', type: 'EDS', connect_timeout: '7s' });
    const set = opened({ upstream: { envoy_cluster_json: json } }).resources('one');
    assert.deepEqual(set.problems, []);
    const found = shown({ ...set, listeners: new Map() })['clusters'] as { name: string }[];
    const own = JSON.stringify(found.find(({ name }) => name === SNI));
    assert.match(own, /"connect_timeout":"7s"/);
    assert.match(own, /UpstreamTlsContext/);
  });
});

test('an upstream that is known by a host name is resolved by the proxy', () => {
  const { views } = openScenario({
    ...scenario({}),
    services: [
      ...scenario({}).services,
      {
        ID: 'orders-sidecar',
        Kind: 'connect-proxy',
        Address: 'orders.example.com',
        Port: 21_000,
        Proxy: { DestinationServiceName: 'orders' },
      },
    ],
  });
  const snapshot = views.get(proxySnapshot, { node: 'n', id: 'one' }).value;
  assert.ok(snapshot !== undefined);
  const set = resourcesOf(snapshot);
  assert.ok(!set.endpoints.has(SNI));
  assert.match(JSON.stringify(shown(set)['clusters']), /"STRICT_DNS"/);
});
