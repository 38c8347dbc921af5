// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { sampleCheck, sampleNode, sampleService } from '../../test/catalog-samples.ts';
import { Ledger } from '../../test/ledger.ts';
import {
  acceptPeering,
  nameCluster,
  OUR_DOMAIN,
  peerInstance,
  peerSidecar,
} from '../../test/peering-samples.ts';
import { flattenedChecks, type PeerInstance } from '../model/peering/instance.ts';
import { DEFAULT_PEERING_LIMITS } from '../model/peering/limits.ts';
import { localTenancy } from '../model/tenancy.ts';
import { checks } from '../state/tables/checks.ts';
import { nodes } from '../state/tables/nodes.ts';
import { services } from '../state/tables/services.ts';
import { virtualIps } from '../state/tables/virtual-ips.ts';
import { deletePeering } from './delete-peering.ts';
import { importServices } from './import-services.ts';
import { registerWrites } from './registration.ts';

let ledger: Ledger;
let peeringId: string;

beforeEach(() => {
  ledger = new Ledger();
  nameCluster(ledger);
  peeringId = acceptPeering(ledger, 'east');
});

/** Imports all instances of one service; why it was refused, or undefined. */
function take(name: string, ...instances: PeerInstance[]): string | undefined {
  const imported = [{ name, instances }];
  return ledger.issue(importServices, {
    peeringId,
    services: imported,
    limits: DEFAULT_PEERING_LIMITS,
  })[0];
}

/** What is stored for the peer, as node/id and node!check. */
function stored(peer = 'east'): string[] {
  const { read } = ledger;
  return [
    ...read.by(nodes, 'peer', peer).map(({ value }) => value.node.Node),
    ...read.by(services, 'peer', peer).map(({ value }) => `${value.node}/${value.service.ID}`),
    ...read
      .by(checks, 'peer', peer)
      .map(({ value }) => `${value.check.Node}!${value.check.CheckID}`),
  ].sort();
}

const all = (name: string, ...ids: string[]): string[] =>
  [...ids.flatMap((id) => [`${name}/${id}`, `${name}!${id}:overall-check`]), name].sort();

describe('importing a service', () => {
  test('stores two instances on one node with their checks', () => {
    assert.equal(
      take('api', peerInstance('api', 'api-1'), peerInstance('api', 'api-2')),
      undefined,
    );
    assert.deepEqual(stored(), all('node-a', 'api-1', 'api-2'));
  });

  test('stores two instances on two nodes', () => {
    take('api', peerInstance('api', 'api-1'), peerInstance('api', 'api-2', 'node-b'));
    assert.deepEqual(stored(), [...all('node-a', 'api-1'), ...all('node-b', 'api-2')].sort());
  });

  test('writes nothing when nothing is new', () => {
    take('api', peerInstance('api', 'api-1'));
    const { at } = ledger.state;
    take('api', peerInstance('api', 'api-1'));
    assert.equal(ledger.state.at, at);
  });

  test('writes only what is new', () => {
    take('api', peerInstance('api', 'api-1'), peerInstance('api', 'api-2'));
    const changed = peerInstance('api', 'api-2', 'node-a', { Port: 9_999 });
    const input = { name: 'api', instances: [peerInstance('api', 'api-1'), changed] };
    const { writes } = importServices.decide(ledger.read, {
      peeringId,
      services: [input],
      limits: DEFAULT_PEERING_LIMITS,
    });
    assert.deepEqual(
      writes.map(({ table }) => table),
      ['services'],
    );
  });

  test('without instances removes everything of it, and the nodes that are empty then', () => {
    take('api', peerInstance('api', 'api-1'), peerInstance('api', 'api-2', 'node-b'));
    take('api');
    assert.deepEqual(stored(), []);
  });

  test('leaves other services on the same node alone', () => {
    take('redis', peerInstance('redis', 'redis-1'));
    take('api', peerInstance('api', 'api-1'));
    take('api');
    assert.deepEqual(stored(), all('node-a', 'redis-1'));
  });

  test('replaces one instance by another on the same node', () => {
    take('api', peerInstance('api', 'api-1'));
    take('api', peerInstance('api', 'api-2'));
    assert.deepEqual(stored(), all('node-a', 'api-2'));
  });

  test('removes a check that is no longer sent', () => {
    const twice = peerInstance('api', 'api-1');
    const second = { ...twice.Checks[0]!, CheckID: 'c2' };
    take('api', { ...twice, Checks: [...twice.Checks, second] });
    assert.ok(stored().includes('node-a!c2'));
    take('api', twice);
    assert.deepEqual(stored(), all('node-a', 'api-1'));
  });

  test('removes a check of a node that is no longer sent, once for all services on it', () => {
    const onNode = sampleCheck('node-check', { Node: 'node-a', Status: 'passing' });
    const withNodeCheck = (instance: PeerInstance): PeerInstance => {
      return { ...instance, Checks: [...instance.Checks, onNode] };
    };
    take('api', withNodeCheck(peerInstance('api', 'api-1')));
    take('redis', withNodeCheck(peerInstance('redis', 'redis-1')));
    take('api', peerInstance('api', 'api-1'));
    take('redis', peerInstance('redis', 'redis-1'));
    assert.deepEqual(stored(), all('node-a', 'api-1', 'redis-1'));
  });

  test('stores an instance of another name under its own name', () => {
    take('api', peerInstance('other', 'x-1'));
    assert.equal(ledger.read.by(services, 'peer', 'east')[0]?.value.service.Service, 'other');
  });

  test('takes checks without a status for critical', () => {
    const instance = peerInstance('api', 'api-1');
    take('api', {
      ...instance,
      Checks: instance.Checks.map((check) => ({ ...check, Status: '' })),
    });
    assert.equal(ledger.read.by(checks, 'peer', 'east')[0]?.value.check.Status, 'critical');
  });

  test('gives a service in the mesh an address of its own, and drops that of the peer', () => {
    const foreign = { 'consul-virtual': { Address: '240.0.0.9', Port: 1 } };
    const sidecar = peerSidecar('api');
    const tagged = { ...sidecar.Service, TaggedAddresses: foreign };
    take('api-sidecar-proxy', { ...sidecar, Service: tagged });
    const [row] = ledger.read.by(services, 'peer', 'east');
    assert.deepEqual(row?.value.service.TaggedAddresses?.['consul-virtual'], {
      Address: '240.0.0.1',
      Port: 8_443,
    });
    take('api-sidecar-proxy');
    assert.deepEqual(ledger.read.all(virtualIps), []);
  });

  test('takes a whole burst as if one came after the other', () => {
    const first = peerInstance('api', 'api-1');
    const reply = ledger.issue(importServices, {
      peeringId,
      services: [
        { name: 'api', instances: [first] },
        { name: 'bad', instances: [peerInstance('', 'bad-1')] },
        { name: 'redis', instances: [peerInstance('redis', 'redis-1')] },
        { name: 'api', instances: [] },
      ],
      limits: DEFAULT_PEERING_LIMITS,
    });
    assert.deepEqual(
      reply.map((why) => why === undefined),
      [true, false, true, true],
    );
    assert.deepEqual(stored(), all('node-a', 'redis-1'));
  });

  test('keeps the rows of another peer and of this cluster apart', () => {
    const node = sampleNode('node-a');
    const service = sampleService('api-1', { Service: 'api' });
    ledger.apply(registerWrites(ledger.read, localTenancy, { node, service }));
    take('api', peerInstance('api', 'api-1'));
    take('api');
    assert.deepEqual(stored(''), ['node-a', 'node-a/api-1']);
  });
});

describe('an import is refused, and nothing of it stored, when', () => {
  const good = peerInstance('api', 'api-1');
  const cases: readonly { name: string; instance: PeerInstance; why: RegExp }[] = [
    {
      name: 'a node has no name',
      instance: { ...good, Node: sampleNode('') },
      why: /empty node name/,
    },
    {
      name: 'a service has no ID',
      instance: peerInstance('api', ''),
      why: /empty service ID/,
    },
    {
      name: 'a name would break a terminal',
      instance: peerInstance('api\n', 'api-1'),
      why: /service name has control characters/,
    },
    {
      name: 'a text is endless',
      instance: peerInstance('api', 'x'.repeat(5_000)),
      why: /longer than 4096 bytes/,
    },
    {
      name: 'a check has no ID',
      instance: { ...good, Checks: [{ ...good.Checks[0]!, CheckID: '' }] },
      why: /empty check ID/,
    },
    {
      name: 'a check is on another node',
      instance: { ...good, Checks: [{ ...good.Checks[0]!, Node: 'other' }] },
      why: /^failed to register check: check node "other" does not match node "node-a"$/,
    },
    {
      name: 'a check is of a service that is not there',
      instance: { ...good, Checks: [{ ...good.Checks[0]!, ServiceID: 'none' }] },
      why: /^failed to register check: failed inserting check on node "node-a": Missing service registration$/,
    },
    {
      name: 'a service has more metadata than it may',
      instance: peerInstance('api', 'api-1', 'node-a', {
        Meta: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 'v'])),
      }),
      why: /^failed to register service: failed inserting service: Invalid Service Meta for node node-a and serviceID api-1: /,
    },
    {
      name: 'a port is none',
      instance: peerInstance('api', 'api-1', 'node-a', { Port: -1 }),
      why: /invalid port -1/,
    },
    {
      name: 'it is a gateway',
      instance: peerInstance('api', 'api-1', 'node-a', { Kind: 'mesh-gateway' }),
      why: /unexpected kind "mesh-gateway"/,
    },
    {
      name: 'it has too many checks',
      instance: {
        ...good,
        Checks: Array.from({ length: 65 }, (_, i) => ({ ...good.Checks[0]!, CheckID: `c${i}` })),
      },
      why: /at most 64 are accepted/,
    },
    {
      name: 'a sidecar claims a name of this cluster',
      instance: peerSidecar('api', { SNI: [`api.default.default.us.external.${OUR_DOMAIN}`] }),
      why: /two trust domains/,
    },
    {
      name: 'a sidecar claims a service of this cluster',
      instance: peerSidecar('api', {
        SNI: [`api.default.default.us.external.${OUR_DOMAIN}`],
        SpiffeID: [`spiffe://${OUR_DOMAIN}/ns/default/dc/dc1/svc/api`],
      }),
      why: /is not that of peer "east"/,
    },
    {
      name: 'a sidecar names something that is no name of a peered service',
      instance: peerSidecar('api', { SNI: ['db.default.dc1.internal.x.consul'] }),
      why: /invalid SNI/,
    },
  ];
  for (const { name, instance, why } of cases) {
    test(name, () => {
      assert.match(take('api', instance) ?? 'it was accepted', why);
      assert.deepEqual(stored(), []);
    });
  }

  test('there are more instances than one service may have', () => {
    const limits = { ...DEFAULT_PEERING_LIMITS, maxInstancesPerService: 1 };
    const instances = [peerInstance('api', 'api-1'), peerInstance('api', 'api-2')];
    const input = { peeringId, services: [{ name: 'api', instances }], limits };
    assert.match(ledger.issue(importServices, input)[0] ?? '', /at most 1 are accepted/);
  });

  test('there are more instances than one peer may have', () => {
    const limits = { ...DEFAULT_PEERING_LIMITS, maxInstances: 2 };
    const one = (name: string) => ({ name, instances: [peerInstance(name, `${name}-1`)] });
    const input = { peeringId, services: [one('a'), one('b'), one('c'), one('b')], limits };
    const reply = ledger.issue(importServices, input);
    assert.deepEqual(
      reply.map((why) => why === undefined),
      [true, true, false, true],
    );
  });

  test('the peering has ended', () => {
    ledger.issue(deletePeering, { name: 'east', deletedAt: '2026-01-01T00:00:00Z' });
    assert.throws(() => take('api', good), /has been marked for deletion/);
  });
});

test('checks that a peer flattened are stored as they came', () => {
  const node = sampleNode('node-a');
  const service = sampleService('api-1', { Service: 'api' });
  const given = [
    sampleCheck('a', { Node: 'node-a', Status: 'passing' }),
    sampleCheck('b', { Node: 'node-a', ServiceID: 'api-1', Status: 'warning' }),
  ];
  take('api', { Node: node, Service: service, Checks: flattenedChecks(node, service, given) });
  assert.equal(ledger.read.by(checks, 'peer', 'east')[0]?.value.check.Status, 'warning');
});
