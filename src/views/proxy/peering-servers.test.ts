// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  openScenario,
  type Scenario,
  type ScenarioPeering,
  type ScenarioService,
} from '../../../test/mesh-scenario.ts';
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { peeringExchanges } from '../../state/tables/peering-exchanges.ts';
import { peeringServers } from './peering-servers.ts';

const OWN = '11111111-0000-4000-8000-000000000001';
const OWN_NAME = `server.dc1.peering.${OWN}.consul`;
const WEST_NAME = 'server.west.peering.22222222-0000-4000-8000-000000000002.consul';

const server: ScenarioService = { ID: 'consul', Meta: { grpc_tls_port: '8503' } };
const west: ScenarioPeering = {
  name: 'west',
  serverName: WEST_NAME,
  serverAddresses: ['203.0.113.2:443'],
};

/** `<name> → <address>…` of each, as a gateway of this cluster is told. */
function shown(parts: Partial<Scenario>, isOn = true): readonly string[] {
  const entry = { Kind: 'mesh', Name: 'mesh', Peering: { PeerThroughMeshGateways: isOn } };
  const { views } = openScenario({
    cluster: OWN,
    nodes: [{ Node: 'n', Address: '10.0.0.1', TaggedAddresses: { wan: '198.51.100.1' } }],
    leaves: [],
    services: [],
    config: [entry as ConfigEntry],
    ...parts,
  });
  return views
    .get(peeringServers, 'dc1')
    .value.map(({ name, whose, endpoints }) =>
      [whose, name, ...endpoints.map(({ address, port }) => `${address}:${port}`)].join(' '),
    );
}

describe('a gateway passes on to', () => {
  const toWest = `peer ${WEST_NAME} 203.0.113.2:443`;
  const cases: [string, Partial<Scenario>, readonly string[]][] = [
    ['our servers, inside', { services: [server] }, [`own ${OWN_NAME} 10.0.0.1:8503`]],
    ['no server that takes no TLS', { services: [{ ...server, Meta: { grpc_port: '8502' } }] }, []],
    [
      'no read replica',
      { services: [{ ...server, Meta: { ...server.Meta, read_replica: 'true' } }] },
      [],
    ],
    ['a peer that we dial', { peerings: [west] }, [toWest]],
    ['nobody who dials us', { peerings: [{ name: 'west' }] }, []],
    [
      'the addresses that an operator gave for a peer, alone',
      { peerings: [{ ...west, manualAddresses: ['west.example.com:8503'] }] },
      [`peer ${WEST_NAME} west.example.com:8503`],
    ],
    [
      'ours first, then peers by name in lower case',
      {
        services: [server],
        peerings: [
          west,
          {
            name: 'b',
            serverName: 'server.A.peering.22222222-0000-4000-8000-00000000000F.consul',
            serverAddresses: ['[2001:db8::1]:1'],
          },
        ],
      },
      [
        `own ${OWN_NAME} 10.0.0.1:8503`,
        'peer server.a.peering.22222222-0000-4000-8000-00000000000f.consul 2001:db8::1:1',
        toWest,
      ],
    ],
    [
      'a cluster that is peered twice where it was learnt last',
      { peerings: [{ ...west, name: 'z', serverAddresses: ['203.0.113.9:1'] }, west] },
      [toWest],
    ],
  ];
  for (const [name, parts, expected] of cases) {
    test(name, () => assert.deepEqual(shown(parts), expected));
  }
  test('nobody when the mesh entry does not ask for it', () => {
    assert.deepEqual(shown({ services: [server], peerings: [west] }, false), []);
  });
});

test('a gateway passes on to a cluster that is being called, before there is a peering', () => {
  const { views, put, remove } = openScenario({
    cluster: OWN,
    nodes: [],
    leaves: [],
    services: [],
    config: [
      { Kind: 'mesh', Name: 'mesh', Peering: { PeerThroughMeshGateways: true } } as ConfigEntry,
    ],
    peerings: [west],
  });
  const endpoints = () =>
    views.get(peeringServers, 'dc1').value.flatMap((one) => one.endpoints.map((at) => at.address));
  put(peeringExchanges, { id: 'x', serverName: WEST_NAME, addresses: ['203.0.113.8:443'] });
  assert.deepEqual(endpoints(), ['203.0.113.8']);
  remove(peeringExchanges, 'x');
  assert.deepEqual(endpoints(), ['203.0.113.2']);
});

describe('a peer is not believed', () => {
  const gateway = {
    ID: 'gateway',
    Kind: 'mesh-gateway',
    Address: '10.0.0.9',
    Port: 8_443,
    TaggedAddresses: { wan: { Address: '198.51.100.9', Port: 443 } },
  } as const;
  const cases: [string, ScenarioPeering][] = [
    ['that it is our servers', { ...west, serverName: OWN_NAME }],
    ['that it is some of our servers', { ...west, serverName: OWN_NAME.replace('dc1', 'dc2') }],
    [
      'that it is one of our services',
      { ...west, serverName: `shop.default.dc1.internal.${OWN}.consul` },
    ],
    [
      'that it is a service of another peer',
      { ...west, serverName: 'server.x.peering.y.external.33333333.consul' },
    ],
    ['that it is everything', { ...west, serverName: '*' }],
    ['that it has no name', { ...west, serverName: '' }],
    ['that it is behind our own gateway, inside', { ...west, serverAddresses: ['10.0.0.9:8443'] }],
    [
      'that it is behind our own gateway, outside',
      { ...west, serverAddresses: ['198.51.100.9:443'] },
    ],
    ['that it is at what is no address', { ...west, serverAddresses: ['west'] }],
  ];
  for (const [name, peering] of cases) {
    test(name, () => assert.deepEqual(shown({ services: [gateway], peerings: [peering] }), []));
  }
});
