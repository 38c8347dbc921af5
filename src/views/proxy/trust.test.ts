// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import { openScenario, type ScenarioPeering } from '../../../test/mesh-scenario.ts';
import { callersTrust, peerTrust } from './trust.ts';

const OWN = '11111111-0000-4000-8000-000000000001';

function opened(peerings: readonly ScenarioPeering[]) {
  const Consumers = peerings.map(({ name }) => ({ Peer: name }));
  return openScenario({
    cluster: OWN,
    nodes: [{ Node: 'n' }],
    services: [
      { ID: 'orders-sidecar', Kind: 'connect-proxy', Proxy: { DestinationServiceName: 'orders' } },
    ],
    leaves: [],
    config: [
      {
        Kind: 'exported-services',
        Name: 'default',
        Services: [{ Name: 'orders', Consumers }],
      } as ConfigEntry,
    ],
    peerings,
  }).views;
}

const isBelieved = (peerings: readonly ScenarioPeering[], peer: string): boolean =>
  opened(peerings).get(peerTrust, peer).value !== undefined;

describe("a peer's certificates are", () => {
  const west: ScenarioPeering = { name: 'west', trustDomain: 'west.consul' };
  const cases: [string, readonly ScenarioPeering[], string, boolean][] = [
    ['believed once its bundle has come', [west], 'west', true],
    ['not before', [{ name: 'west' }], 'west', false],
    ['not while the peering is being deleted', [{ ...west, lifecycle: 'deleting' }], 'west', false],
    ['not when the peer has ended it', [{ ...west, lifecycle: 'terminated' }], 'west', false],
    [
      'not if it claims our trust domain',
      [{ ...west, trustDomain: `${OWN}.consul` }],
      'west',
      false,
    ],
    [
      'not if it writes our trust domain in capitals',
      [{ ...west, trustDomain: `${OWN}.CONSUL` }],
      'west',
      false,
    ],
    [
      'not if another peer had that trust domain first, with other roots',
      [west, { ...west, name: 'alias', roots: 'others' }],
      'alias',
      false,
    ],
    [
      'believed if another peer has that trust domain and the same roots',
      [west, { ...west, name: 'alias' }],
      'alias',
      true,
    ],
  ];
  for (const [name, peerings, peer, expected] of cases) {
    test(name, () => assert.equal(isBelieved(peerings, peer), expected));
  }
});

test('who came first keeps its trust domain, whatever its name', () => {
  const first = { name: 'zebra', trustDomain: 'west.consul' };
  const second = { name: 'ant', trustDomain: 'west.consul', roots: 'others' };
  assert.ok(isBelieved([first, second], 'zebra'));
});

test('callers are ours and those of the peers that a service is exported to, in order', () => {
  const views = opened([
    { name: 'west', trustDomain: '22222222.consul' },
    { name: 'south', trustDomain: '00000000.consul' },
    { name: 'silent' },
  ]);
  assert.deepEqual(
    views.get(callersTrust, 'orders').value.map(({ trustDomain }) => trustDomain),
    ['00000000.consul', `${OWN}.consul`, '22222222.consul'],
  );
  assert.deepEqual(
    views.get(callersTrust, 'private').value.map(({ trustDomain }) => trustDomain),
    [`${OWN}.consul`],
  );
});
