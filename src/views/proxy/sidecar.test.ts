// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GatewayMode, Upstream } from '../../model/catalog/service.ts';
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { leafCerts } from '../../state/tables/leaf-certs.ts';
import { openScenario, placeholders, type Scenario } from '../../../test/mesh-scenario.ts';
import { proxySnapshot } from './proxy.ts';
import type { SidecarSnapshot } from './snapshot.ts';

const OWN = '11111111-0000-4000-8000-000000000001';
const EAST = 'east.consul';
const shopKey = { node: 'n', id: 'shop-sidecar' };

const ordersOfEast: Upstream = {
  DestinationType: 'service',
  DestinationName: 'orders',
  DestinationPeer: 'east',
  LocalBindPort: 5_000,
  MeshGateway: {},
};

function scenario(parts: {
  readonly upstream?: Partial<Upstream>;
  readonly proxyMode?: GatewayMode;
  readonly config?: readonly ConfigEntry[];
}): Scenario {
  const { upstream = {}, proxyMode, config = [] } = parts;
  return {
    cluster: OWN,
    nodes: [
      { Node: 'n', Address: '10.0.0.1', Datacenter: 'west' },
      { Node: 'e', peer: 'east', Address: '10.9.0.1' },
    ],
    leaves: ['/ns/default/dc/west/svc/shop'],
    services: [
      {
        ID: 'shop-sidecar',
        Kind: 'connect-proxy',
        Port: 21_000,
        Proxy: {
          DestinationServiceName: 'shop',
          Upstreams: [{ ...ordersOfEast, ...upstream }],
          MeshGateway: proxyMode === undefined ? {} : { Mode: proxyMode },
        },
      },
      { ID: 'gateway', Kind: 'mesh-gateway', Address: '10.0.0.9', Port: 8_443 },
      {
        ID: 'orders-sidecar-proxy-instance-0',
        Kind: 'connect-proxy',
        node: 'e',
        peer: 'east',
        Address: '203.0.113.1',
        Port: 443,
        Proxy: { DestinationServiceName: 'orders' },
        Connect: {
          PeerMeta: {
            SNI: [`orders.default.default.west.external.${EAST}`],
            SpiffeID: [`spiffe://${EAST}/ns/default/dc/east/svc/orders`],
            Protocol: 'http',
          },
        },
      },
    ],
    config,
    peerings: [{ name: 'east', trustDomain: EAST }],
  };
}

function snapshotOf(input: Scenario): SidecarSnapshot {
  const snapshot = openScenario(input).views.get(proxySnapshot, shopKey).value;
  assert.ok(snapshot?.kind === 'sidecar');
  return snapshot;
}

describe('a peered upstream is reached', () => {
  const REMOTE = ['203.0.113.1'];
  const LOCAL = ['10.0.0.9'];
  const defaults = (Mode: GatewayMode): ConfigEntry =>
    ({ Kind: 'proxy-defaults', Name: 'global', MeshGateway: { Mode } }) as ConfigEntry;
  const ofShop = (fields: object): ConfigEntry =>
    ({ Kind: 'service-defaults', Name: 'shop', ...fields }) as ConfigEntry;
  const override = (Peer: string, Mode: GatewayMode) =>
    ofShop({ UpstreamConfig: { Overrides: [{ Name: 'orders', Peer, MeshGateway: { Mode } }] } });
  const cases: [string, Parameters<typeof scenario>[0], readonly string[]][] = [
    ["at the peer's gateways if nothing is said", {}, REMOTE],
    ['through ours if proxy-defaults say so', { config: [defaults('local')] }, LOCAL],
    [
      'as service-defaults say, whatever proxy-defaults do',
      { config: [defaults('local'), ofShop({ MeshGateway: { Mode: 'remote' } })] },
      REMOTE,
    ],
    [
      'as the proxy says, whatever service-defaults do',
      { config: [ofShop({ MeshGateway: { Mode: 'remote' } })], proxyMode: 'local' },
      LOCAL,
    ],
    [
      'as the override for it says, whatever the proxy does',
      { config: [override('east', 'remote')], proxyMode: 'local' },
      REMOTE,
    ],
    [
      'not as the override for another peer says',
      { config: [override('south', 'remote')], proxyMode: 'local' },
      LOCAL,
    ],
    [
      'as it says itself, whatever all others do',
      { config: [override('east', 'remote')], upstream: { MeshGateway: { Mode: 'local' } } },
      LOCAL,
    ],
    [
      "at the peer's gateways if it says none",
      { upstream: { MeshGateway: { Mode: 'none' } } },
      REMOTE,
    ],
  ];
  for (const [name, parts, expected] of cases) {
    test(name, () => {
      const [upstream] = snapshotOf(scenario(parts)).upstreams;
      assert.deepEqual(
        upstream?.endpoints.map(({ address }) => address),
        expected,
      );
    });
  }
});

describe('a warning says', () => {
  const cases: [string, Partial<Upstream>, string, number][] = [
    [
      'that mode none is impossible between peers',
      { MeshGateway: { Mode: 'none' } },
      'upstream orders?peer=east: gateway mode "none" is impossible between peers, "remote" is used',
      1,
    ],
    [
      'that a peer exports no such service',
      { DestinationName: 'ledger' },
      'upstream ledger?peer=east: peer "east" exports no such service to us, or has no gateway',
      0,
    ],
    [
      'that there is no local port',
      { LocalBindPort: 0 },
      'upstream orders?peer=east: has no local port and no local socket',
      0,
    ],
    [
      'that prepared queries are not supported',
      { DestinationType: 'prepared_query' },
      'upstream orders?peer=east: type "prepared_query" is not supported',
      0,
    ],
  ];
  for (const [name, upstream, warning, count] of cases) {
    test(name, () => {
      const snapshot = snapshotOf(scenario({ upstream }));
      assert.deepEqual(snapshot.warnings, [warning]);
      assert.equal(snapshot.upstreams.length, count);
    });
  }
});

describe('there is no snapshot', () => {
  test('of a proxy that is not registered', () => {
    const { views } = openScenario(scenario({}));
    assert.equal(views.get(proxySnapshot, { ...shopKey, id: 'other' }).value, undefined);
  });

  test('before the certificate has been issued, and one after', () => {
    const { views, state } = openScenario({ ...scenario({}), leaves: [] });
    assert.equal(views.get(proxySnapshot, shopKey).value, undefined);
    const uri = `spiffe://${OWN}.consul/ns/default/dc/west/svc/shop`;
    const value = { uri, ...placeholders.leaf(uri) };
    state.applyLocal({ table: leafCerts.name, key: uri, value });
    assert.ok(views.get(proxySnapshot, shopKey).value !== undefined);
  });
});

test('a key does not show in a printed snapshot', () => {
  assert.ok(!JSON.stringify(snapshotOf(scenario({}))).includes('PRIVATE KEY'));
});

test('an intention changes the policy and nothing else by identity', () => {
  const { views, put } = openScenario(scenario({}));
  const before = views.get(proxySnapshot, shopKey).value as SidecarSnapshot;
  const Sources = [{ Name: 'cart', Action: 'allow' }];
  const entry = { Kind: 'service-intentions', Name: 'shop', Sources } as ConfigEntry;
  put(configEntries, { tenancy: localTenancy, entry });
  const after = views.get(proxySnapshot, shopKey).value as SidecarSnapshot;
  assert.notDeepEqual(after.policy, before.policy);
  for (const part of ['leaf', 'trust', 'mesh', 'serving', 'callers', 'upstreams'] as const) {
    assert.equal(after[part], before[part], part);
  }
});

test('an intention for another service changes nothing', () => {
  const { views, put } = openScenario(scenario({}));
  const before = views.get(proxySnapshot, shopKey);
  const Sources = [{ Name: 'cart', Action: 'allow' }];
  const entry = { Kind: 'service-intentions', Name: 'other', Sources } as ConfigEntry;
  put(configEntries, { tenancy: localTenancy, entry });
  assert.equal(views.get(proxySnapshot, shopKey).value, before.value);
  assert.equal(views.get(proxySnapshot, shopKey).revision, before.revision);
});
