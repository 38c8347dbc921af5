// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleService } from '../../../test/catalog-samples.ts';
import { openScenario, type Scenario, type ScenarioService } from '../../../test/mesh-scenario.ts';
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { services } from '../../state/tables/services.ts';
import { serverAddresses } from './server-addresses.ts';

const peering = (Peering: object | undefined): ConfigEntry =>
  ({ Kind: 'mesh', Name: 'mesh', ...(Peering && { Peering }) }) as ConfigEntry;
const throughGateways = peering({ PeerThroughMeshGateways: true });

const server = (node: string, Meta: Record<string, string>): ScenarioService => ({
  ID: 'consul',
  node,
  Meta,
});

const gateway = (parts: Partial<ScenarioService> = {}): ScenarioService => ({
  ID: 'gateway',
  Service: 'mesh-gateway',
  Kind: 'mesh-gateway',
  Port: 8_443,
  ...parts,
});

function scenario(all: readonly ScenarioService[], entry?: ConfigEntry): Scenario {
  return {
    cluster: '11111111-0000-4000-8000-000000000001',
    nodes: [
      { Node: 'a', Address: '10.0.0.1' },
      { Node: 'b', Address: '10.0.0.2', TaggedAddresses: { wan: '198.51.100.2' } },
      { Node: 'c', Address: '2001:db8::3' },
      { Node: 'a', peer: 'east', Address: '10.9.0.1' },
    ],
    services: all,
    leaves: [],
    ...(entry && { config: [entry] }),
  };
}

const addressesOf = (all: readonly ScenarioService[], entry?: ConfigEntry) =>
  openScenario(scenario(all, entry)).views.get(serverAddresses, null).value;

describe('peers dial', () => {
  const tls = { grpc_tls_port: '8503', grpc_port: '8502' };
  const direct: [string, readonly ScenarioService[], readonly string[]][] = [
    ['a server at its port for TLS', [server('a', tls)], ['10.0.0.1:8503']],
    [
      'a server at its other port if it has none',
      [server('a', { grpc_port: '8502' })],
      ['10.0.0.1:8502'],
    ],
    ["a server at its node's WAN address", [server('b', tls)], ['198.51.100.2:8503']],
    ['a server with brackets around IPv6', [server('c', tls)], ['[2001:db8::3]:8503']],
    ['no server without a port', [server('a', {})], []],
    ['servers, though there are gateways', [gateway(), server('a', tls)], ['10.0.0.1:8503']],
  ];
  for (const [name, all, expected] of direct) {
    test(name, () => assert.deepEqual(addressesOf(all), expected));
  }

  const wan = (Address: string, Port: number) => ({ TaggedAddresses: { wan: { Address, Port } } });
  const through: [string, readonly ScenarioService[], readonly string[]][] = [
    ['nobody while there is no gateway', [server('a', tls)], []],
    ['a gateway instead of the servers', [gateway(), server('a', tls)], ['10.0.0.1:8443']],
    [
      'a gateway at its WAN address',
      [gateway({ Address: '10.1.0.1', ...wan('203.0.113.7', 443) })],
      ['203.0.113.7:443'],
    ],
    ['a gateway at a host name', [gateway(wan('gw.example.com', 443))], ['gw.example.com:443']],
    [
      'a gateway at its own port if its WAN address has none',
      [gateway(wan('2001:db8::7', 0))],
      ['[2001:db8::7]:8443'],
    ],
    [
      'a gateway at its own address if it has no WAN one',
      [gateway({ node: 'b', Address: '10.1.0.1' })],
      ['10.1.0.1:8443'],
    ],
    ["a gateway at its node's WAN address", [gateway({ node: 'b' })], ['198.51.100.2:8443']],
    ['a gateway that is not well', [gateway({ status: 'critical' })], ['10.0.0.1:8443']],
    [
      'gateways by node and id, whatever they are called',
      [
        gateway({ node: 'b', ID: 'y', Port: 3 }),
        gateway({ node: 'b', ID: 'x', Service: 'other', Port: 2 }),
        gateway({ ID: 'z', Port: 1 }),
      ],
      ['10.0.0.1:1', '198.51.100.2:2', '198.51.100.2:3'],
    ],
    ["no gateway of a peer's", [gateway({ peer: 'east' })], []],
    ['no gateway of another kind', [gateway({ Kind: 'ingress-gateway' })], []],
  ];
  for (const [name, all, expected] of through) {
    test(`through gateways: ${name}`, () =>
      assert.deepEqual(addressesOf(all, throughGateways), expected));
  }

  for (const [name, entry] of [
    ['says nothing of peering', peering(undefined)],
    ['says so', peering({ PeerThroughMeshGateways: false })],
    ['leaves it open', peering({})],
  ] as const) {
    test(`servers when the mesh entry ${name}`, () =>
      assert.deepEqual(addressesOf([gateway(), server('a', tls)], entry), ['10.0.0.1:8503']));
  }
});

test('the addresses follow the mesh entry and the gateways', () => {
  const opened = openScenario(scenario([server('a', { grpc_tls_port: '8503' })]));
  const now = () => opened.views.get(serverAddresses, null).value;
  assert.deepEqual(now(), ['10.0.0.1:8503']);
  opened.put(configEntries, { tenancy: localTenancy, entry: throughGateways });
  assert.deepEqual(now(), []);
  const service = sampleService('gateway', { Kind: 'mesh-gateway', Port: 8_443 });
  opened.put(services, { tenancy: localTenancy, node: 'a', service });
  assert.deepEqual(now(), ['10.0.0.1:8443']);
  opened.put(configEntries, { tenancy: localTenancy, entry: peering(undefined) });
  assert.deepEqual(now(), ['10.0.0.1:8503']);
});
