// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, test } from 'node:test';
import { Ledger } from '../../test/ledger.ts';
import {
  acceptPeering,
  dialPeering,
  nameCluster,
  OUR_DOMAIN,
  PEER_DOMAIN,
  peerInstance,
  peerSidecar,
} from '../../test/peering-samples.ts';
import { DEFAULT_PEERING_LIMITS } from '../model/peering/limits.ts';
import { peerings } from '../state/tables/peerings.ts';
import { nodes } from '../state/tables/nodes.ts';
import { services } from '../state/tables/services.ts';
import { trustBundles } from '../state/tables/trust-bundles.ts';
import { virtualIps } from '../state/tables/virtual-ips.ts';
import { deletePeering } from './delete-peering.ts';
import { importServerAddresses } from './import-server-addresses.ts';
import { importServiceList } from './import-service-list.ts';
import { importServices } from './import-services.ts';
import { importTrustBundle } from './import-trust-bundle.ts';
import { sweepPeering } from './sweep-peering.ts';
import { terminatePeering } from './terminate-peering.ts';

const limits = DEFAULT_PEERING_LIMITS;
const roots: readonly string[] = JSON.parse(
  readFileSync(new URL('testdata/roots.json', import.meta.url), 'utf8'),
);
let ledger: Ledger;
let peeringId: string;

beforeEach(() => {
  ledger = new Ledger();
  nameCluster(ledger);
  peeringId = acceptPeering(ledger, 'east');
});

function takeServices(...names: string[]): void {
  const imported = names.map((name) => {
    const isSidecar = name.endsWith('-sidecar-proxy');
    const instance = isSidecar
      ? peerSidecar(name.replace('-sidecar-proxy', ''))
      : peerInstance(name, `${name}-1`, `node-of-${name}`);
    return { name, instances: [instance] };
  });
  const reply = ledger.issue(importServices, { peeringId, services: imported, limits });
  assert.deepEqual(
    reply,
    names.map(() => undefined),
  );
}

const takeList = (names: readonly string[], maxInstances = 100) =>
  ledger.issue(importServiceList, { peeringId, names, limits, maxInstances });

const takeBundle = (
  trustDomain = PEER_DOMAIN,
  rootPems: readonly string[] = roots.slice(0, 1),
  id = peeringId,
) =>
  ledger.issue(importTrustBundle, {
    peeringId: id,
    trustDomain,
    rootPems,
    exportedPartition: '',
    limits,
  });

const names = (): string[] =>
  [
    ...new Set(ledger.read.by(services, 'peer', 'east').map(({ value }) => value.service.Service)),
  ].sort();

describe('a list', () => {
  test('removes what is no longer in it, sidecars included', () => {
    takeServices('api', 'api-sidecar-proxy', 'redis', 'redis-sidecar-proxy');
    assert.deepEqual(takeList(['api']), { isDone: true });
    assert.deepEqual(names(), ['api', 'api-sidecar-proxy']);
    assert.deepEqual(
      ledger.read.by(nodes, 'peer', 'east').map(({ value }) => value.node.Node),
      ['gw', 'node-of-api'],
    );
    assert.equal(ledger.read.all(virtualIps).length, 1);
  });

  test('that is empty removes everything', () => {
    takeServices('api', 'redis');
    takeList([]);
    assert.deepEqual(names(), []);
    assert.deepEqual(ledger.read.by(nodes, 'peer', 'east'), []);
  });

  test('touches nobody else', () => {
    const other = acceptPeering(ledger, 'north');
    const imported = [{ name: 'api', instances: [peerInstance('api', 'api-1')] }];
    ledger.issue(importServices, { peeringId: other, services: imported, limits });
    takeList([]);
    assert.equal(ledger.read.by(services, 'peer', 'north').length, 1);
  });

  test('removes much in several rounds', () => {
    takeServices('a', 'b', 'c', 'd', 'e');
    assert.deepEqual(takeList([], 2), { isDone: false });
    assert.equal(names().length, 3);
    assert.deepEqual(takeList([], 2), { isDone: false });
    assert.deepEqual(takeList([], 2), { isDone: true });
    assert.deepEqual(names(), []);
  });

  test('with more names than a peer may have changes nothing', () => {
    takeServices('api');
    const many = Array.from({ length: limits.maxServices + 1 }, (_, i) => `s${i}`);
    assert.throws(() => takeList(many), /10001 services, at most 10000 are accepted/);
    assert.deepEqual(names(), ['api']);
  });
});

describe('a trust bundle', () => {
  test('is believed, and is what the next connection is checked with', () => {
    takeBundle(PEER_DOMAIN.toUpperCase(), roots.slice(0, 2));
    assert.deepEqual(ledger.read.get(trustBundles, 'east')?.value, {
      peer: 'east',
      TrustDomain: PEER_DOMAIN,
      RootPEMs: roots.slice(0, 2),
      ExportedPartition: 'default',
    });
    assert.deepEqual(ledger.read.get(peerings, 'east')?.value.PeerCAPems, roots.slice(0, 2));
  });

  test('does not turn a peering in plain text into one that nothing can be checked by', () => {
    const id = dialPeering(ledger, 'west', { CA: null, ServerName: '' });
    takeBundle(PEER_DOMAIN, roots.slice(0, 1), id);
    assert.deepEqual(ledger.read.get(peerings, 'west')?.value.PeerCAPems, []);
  });

  test('that is the same writes nothing', () => {
    takeBundle();
    const { at } = ledger.state;
    takeBundle();
    assert.equal(ledger.state.at, at);
  });

  test('removes sidecars that speak for another trust domain', () => {
    takeServices('api', 'api-sidecar-proxy');
    takeBundle('other.consul');
    assert.deepEqual(names(), ['api']);
  });

  test('closes its trust domain to sidecars of other peers', () => {
    takeBundle();
    const other = acceptPeering(ledger, 'north');
    const imported = [{ name: 'api-sidecar-proxy', instances: [peerSidecar('api')] }];
    const [why] = ledger.issue(importServices, { peeringId: other, services: imported, limits });
    assert.match(why ?? '', /is not that of peer "north"/);
  });

  const refusals: readonly [string, () => void, RegExp][] = [
    ['without roots', () => takeBundle(PEER_DOMAIN, []), /no roots/],
    ['with a root that is none', () => takeBundle(PEER_DOMAIN, ['PEM']), /no certificate/],
    [
      'with too many roots',
      () =>
        takeBundle(
          PEER_DOMAIN,
          Array.from({ length: 65 }, () => roots[0] ?? ''),
        ),
      /65 roots, at most 64/,
    ],
    ['for our own trust domain', () => takeBundle(OUR_DOMAIN.toUpperCase()), /this cluster/],
    ['without a trust domain', () => takeBundle(''), /no valid trust domain/],
    ['with a strange trust domain', () => takeBundle('a/b'), /no valid trust domain/],
    [
      'for the trust domain of another peer',
      () => {
        takeBundle();
        takeBundle(PEER_DOMAIN, roots.slice(1, 2), acceptPeering(ledger, 'north'));
      },
      /that of another peer/,
    ],
    [
      'of an unknown peering',
      () => takeBundle(PEER_DOMAIN, roots, 'nobody'),
      /: cannot write peering trust bundle for unknown peering nobody$/,
    ],
    [
      'of a peering that is being deleted',
      () => {
        ledger.issue(deletePeering, { name: 'east', deletedAt: '2026-01-01T00:00:00Z' });
        takeBundle();
      },
      /: cannot write to peering that is marked for deletion$/,
    ],
  ];
  for (const [name, attempt, message] of refusals) {
    test(`${name} is refused`, () => assert.throws(attempt, message));
  }

  test('may be that of another peer when both show the same roots', () => {
    takeBundle();
    takeBundle(PEER_DOMAIN, roots.slice(0, 1), acceptPeering(ledger, 'north'));
    assert.equal(ledger.read.all(trustBundles).length, 2);
  });
});

describe('server addresses', () => {
  const take = (id: string, ...addresses: string[]) =>
    ledger.issue(importServerAddresses, { peeringId: id, addresses, limits });

  test('are dialed next, and those of an operator stay', () => {
    const id = dialPeering(ledger, 'west', { ManualServerAddresses: ['manual.example:1'] });
    take(id, '10.0.0.3:8503', '2001:db8::1:8503', '[2001:db8::1]:8503', 'name.example:8503');
    const { PeerServerAddresses, ManualServerAddresses } =
      ledger.read.get(peerings, 'west')?.value ?? {};
    assert.equal(PeerServerAddresses?.length, 4);
    assert.deepEqual(ManualServerAddresses, ['manual.example:1']);
  });

  test('that are none are refused', () => {
    const id = dialPeering(ledger, 'west');
    for (const bad of ['10.0.0.3', 'unix:/run/x', '10.0.0.3:0', ':x', 'a b:1']) {
      assert.throws(() => take(id, bad), /is not a valid peering server address/, bad);
    }
  });

  test('turn no acceptor into a dialer', () => {
    assert.throws(
      () => take(peeringId, '10.0.0.3:8503'),
      /^Refusal: Cannot switch peering dialing mode from false to true$/,
    );
  });

  test('leave a dialer with somewhere to dial', () => {
    const id = dialPeering(ledger, 'west');
    assert.throws(() => take(id), /Cannot switch peering dialing mode from true to false$/);
  });

  test('can be too many', () => {
    const id = dialPeering(ledger, 'west');
    const many = Array.from({ length: 129 }, (_, i) => `10.0.0.1:${i + 1}`);
    assert.throws(() => take(id, ...many), /129 server addresses, at most 128/);
  });
});

describe('what a peering left behind', () => {
  const sweep = (maxRows = 1_000) => ledger.issue(sweepPeering, { name: 'east', maxRows }).isDone;
  const imported = () =>
    ledger.read.by(nodes, 'peer', 'east').length + ledger.read.by(services, 'peer', 'east').length;

  beforeEach(() => {
    takeServices('a', 'b', 'c', 'c-sidecar-proxy');
    takeBundle();
  });

  test('stays while the peering lives', () => {
    assert.equal(sweep(), true);
    assert.equal(imported(), 8);
  });

  test('goes with the record when it was deleted here', () => {
    ledger.issue(deletePeering, { name: 'east', deletedAt: '2026-01-01T00:00:00Z' });
    assert.equal(sweep(), true);
    assert.equal(imported(), 0);
    assert.deepEqual(ledger.read.all(trustBundles), []);
    assert.deepEqual(ledger.read.all(virtualIps), []);
    assert.deepEqual(ledger.read.all(peerings), []);
  });

  test('goes, but not the record, when the peer deleted it', () => {
    ledger.issue(terminatePeering, { peeringId });
    assert.equal(sweep(), true);
    assert.equal(imported(), 0);
    assert.deepEqual(ledger.read.all(trustBundles), []);
    assert.equal(ledger.read.get(peerings, 'east')?.value.lifecycle, 'terminated');
  });

  test('goes in bounded rounds', () => {
    ledger.issue(terminatePeering, { peeringId });
    let rounds = 1;
    while (!sweep(3)) rounds += 1;
    assert.equal(imported(), 0);
    assert.ok(rounds > 2, `${rounds} rounds`);
  });
});
