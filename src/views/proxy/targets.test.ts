// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PeerMeta } from '../../model/catalog/service.ts';
import { openScenario } from '../../../test/mesh-scenario.ts';
import { peeredTarget } from './targets.ts';

const TD = 'east.consul';
const good: PeerMeta = {
  SNI: [`orders.default.default.west.external.${TD}`],
  SpiffeID: [`spiffe://${TD}/ns/default/dc/east/svc/orders`, `spiffe://${TD}/gateway/mesh/dc/east`],
  Protocol: 'http',
};

function targetOf(peerMeta: PeerMeta | undefined) {
  const { views } = openScenario({
    cluster: '11111111-0000-4000-8000-000000000001',
    nodes: [{ Node: 'e', peer: 'east' }],
    services: [
      {
        ID: 'orders-sidecar-proxy-instance-0',
        Kind: 'connect-proxy',
        node: 'e',
        peer: 'east',
        Proxy: { DestinationServiceName: 'orders' },
        Connect: peerMeta === undefined ? {} : { PeerMeta: peerMeta },
      },
    ],
    leaves: [],
    peerings: [{ name: 'east', trustDomain: TD }],
  });
  return views.get(peeredTarget, { peer: 'east', service: 'orders' }).value;
}

test('what a peer says about its service is taken over', () => {
  const target = targetOf(good);
  assert.equal(target?.sni, good.SNI[0]);
  assert.deepEqual(target?.spiffeIds, good.SpiffeID);
  assert.equal(target?.protocol, 'http');
  assert.equal(target?.label, 'orders.default.east');
});

test('a service without a protocol is spoken to as tcp', () => {
  assert.equal(targetOf({ ...good, Protocol: '' })?.protocol, 'tcp');
});

test('ids outside of its own trust domain are left out', () => {
  const SpiffeID = [...good.SpiffeID, 'spiffe://own.consul/ns/default/dc/x/svc/db'];
  assert.deepEqual(targetOf({ ...good, SpiffeID })?.spiffeIds, good.SpiffeID);
});

describe('nothing is believed of a peer that', () => {
  const cases: [string, PeerMeta | undefined][] = [
    ['says nothing', undefined],
    ['says no name to ask for', { ...good, SNI: [] }],
    ['says a name that is one of ours', { ...good, SNI: ['db.default.west.internal.own.consul'] }],
    [
      'says a name of another peer',
      { ...good, SNI: ['db.default.default.x.external.south.consul'] },
    ],
    ['says a name with a wildcard', { ...good, SNI: [`*.external.${TD}`] }],
    ['says a name that is too long', { ...good, SNI: [`${'x'.repeat(250)}.external.${TD}`] }],
    ['proves to be nobody', { ...good, SpiffeID: [] }],
    [
      'would prove to be others',
      { ...good, SpiffeID: ['spiffe://south.consul/gateway/mesh/dc/x'] },
    ],
    [
      'would prove to be others whose name begins like its own',
      { ...good, SpiffeID: [`spiffe://${TD}.x/gateway/mesh/dc/x`] },
    ],
  ];
  for (const [name, meta] of cases) test(name, () => assert.equal(targetOf(meta), undefined));
});
