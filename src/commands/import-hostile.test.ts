// SPDX-License-Identifier: Apache-2.0
// A peer is somebody else's: whatever it sends, rows of this cluster and of other peers stay as they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  sampleCheck,
  sampleNode,
  sampleService,
  sampleSidecar,
} from '../../test/catalog-samples.ts';
import { Ledger } from '../../test/ledger.ts';
import {
  acceptPeering,
  nameCluster,
  OUR_DOMAIN,
  PEER_DOMAIN,
  peerInstance,
  peerSidecar,
} from '../../test/peering-samples.ts';
import { seed, seeded, type Seeded } from '../../test/seeded.ts';
import type { Write } from '../log/log.ts';
import type { PeerInstance } from '../model/peering/instance.ts';
import { DEFAULT_PEERING_LIMITS } from '../model/peering/limits.ts';
import { Refusal } from '../model/refusal.ts';
import { localTenancy, peerTenancy, type Tenancy } from '../model/tenancy.ts';
import type { Command } from './command.ts';
import { importServerAddresses } from './import-server-addresses.ts';
import { importServiceList } from './import-service-list.ts';
import { importServices } from './import-services.ts';
import { importTrustBundle } from './import-trust-bundle.ts';
import { registerWrites } from './registration.ts';

const ROUNDS = 2_000;
const limits = DEFAULT_PEERING_LIMITS;
// Names that we and another peer use too, and names that try to leave their place.
const NAMES = [
  'api',
  'web',
  'consul',
  'API',
  'a/b',
  '../x',
  '~',
  '%7e',
  'default/default/~/api',
  '',
];

/** The rows that a write may touch on behalf of `peer`. */
function isOfPeer(peer: string, peeringId: string, { table, key, value }: Write): boolean {
  switch (table) {
    case 'nodes':
    case 'services':
    case 'checks':
    case 'virtual-ips':
      return (
        key.startsWith(`default/default/${peer}/`) &&
        (value === undefined || (value as { tenancy: Tenancy }).tenancy.peer === peer)
      );
    case 'trust-bundles':
      return key === peer;
    case 'peerings':
      return key === peer && (value as { ID: string } | undefined)?.ID === peeringId;
    default:
      return false;
  }
}

function hostileInstance(random: Seeded): PeerInstance {
  const name = random.pick(NAMES);
  const id = random.pick(NAMES);
  const node = random.pick(NAMES);
  const domain = random.pick([PEER_DOMAIN, OUR_DOMAIN, 'other.consul']);
  const instance = random.pick([
    () => peerInstance(name, id, node),
    () => peerInstance(name, id, node, { Kind: random.pick(['mesh-gateway', 'connect-proxy']) }),
    () => peerInstance(name, id, node, { Connect: { Native: true } }),
    () => peerSidecar(name, { SNI: [`${name}.default.default.us.external.${domain}`] }),
    () => peerSidecar(name),
  ])();
  const nodeId = random.pick(['', '11111111-2222-4333-8444-555555555555']);
  const checks = random.pick([
    instance.Checks,
    [],
    [sampleCheck('c', { Node: node, ServiceID: random.pick(NAMES) })],
    [sampleCheck('serfHealth', { Node: random.pick(NAMES), Status: 'critical' })],
  ]);
  return { ...instance, Node: { ...instance.Node, ID: nodeId }, Checks: checks };
}

test(`a peer never touches a row that is not its own (seed ${seed})`, () => {
  const random = seeded(seed);
  const ledger = new Ledger();
  nameCluster(ledger);
  const peeringId = acceptPeering(ledger, 'east');
  acceptPeering(ledger, 'north');
  const node = sampleNode('api', { ID: '11111111-2222-4333-8444-555555555555' });
  for (const tenancy of [localTenancy, peerTenancy('north')]) {
    for (const service of [sampleService('api'), sampleService('consul'), sampleSidecar('api')]) {
      ledger.apply(registerWrites(ledger.read, tenancy, { node, service }));
    }
  }
  let accepted = 0;
  const attempt = <I, R>(command: Command<I, R>, input: I): void => {
    let writes: readonly Write[];
    try {
      ({ writes } = command.decide(ledger.read, input));
    } catch (error) {
      assert.ok(error instanceof Refusal, String(error));
      return;
    }
    for (const write of writes) {
      assert.ok(isOfPeer('east', peeringId, write), `${write.table} ${write.key}`);
    }
    accepted += writes.length;
    ledger.apply(writes);
  };
  const count = () => random.below(4);
  for (let round = 0; round < ROUNDS; round += 1) {
    random.pick([
      () => {
        const one = () => ({
          name: random.pick(NAMES),
          instances: Array.from({ length: count() }, () => hostileInstance(random)),
        });
        const services = Array.from({ length: 1 + count() }, one);
        attempt(importServices, { peeringId, services, limits });
      },
      () => {
        const names = Array.from({ length: count() }, () => random.pick(NAMES));
        attempt(importServiceList, { peeringId, names, limits, maxInstances: 1 + count() });
      },
      () => {
        const trustDomain = random.pick([PEER_DOMAIN, OUR_DOMAIN, 'other.consul', 'a/b', '']);
        const bundle = { trustDomain, rootPems: ['x'], exportedPartition: '~' };
        attempt(importTrustBundle, { peeringId, ...bundle, limits });
      },
      () => {
        const addresses = [random.pick(['10.0.0.1:1', 'unix:/x', '', '~:1'])];
        attempt(importServerAddresses, { peeringId, addresses, limits });
      },
    ])();
  }
  assert.ok(accepted > ROUNDS / 10, `only ${accepted} rows were written`);
});
