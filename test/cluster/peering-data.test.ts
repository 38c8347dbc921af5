// SPDX-License-Identifier: Apache-2.0
// What travels between two peered clusters: services, their changes, their ends.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Cluster, startCluster, succeed, until } from './cluster.ts';
import {
  deregister,
  exportTo,
  gone,
  has,
  imported,
  importedMesh,
  peer,
  peering,
  type Peering,
  register,
  registerGateway,
  registerSidecar,
  state,
} from './pair.ts';

let east: Cluster;
let west: Cluster;

before(async () => {
  [east, west] = await Promise.all([
    startCluster({ datacenter: 'east', hcl: 'peering { max_instances_per_service = 3 }' }),
    startCluster({ datacenter: 'west', hcl: 'peering { max_message_bytes = 20000 }' }),
  ]);
  await peer(east, west, 'west', 'east');
});
after(() => Promise.all([east?.stop(), west?.stop()]));

const exports = (name: string, ...services: string[]) => {
  const wanted = services.length > 0 ? services : null;
  return ({ StreamStatus }: Peering) =>
    JSON.stringify(StreamStatus[name as 'ExportedServices']) === JSON.stringify(wanted);
};

describe('an exported service', () => {
  test('is imported with its instances, and both sides say so', async () => {
    await register(east, 'orders', 'orders-1', { tags: ['v1'], status: 'warning' });
    await exportTo(east, { orders: ['west'] });
    const [instance] = await imported(west, 'east', 'orders', has(1));
    assert.equal(instance?.Node.PeerName, 'east');
    assert.deepEqual(instance?.Service.Tags, ['v1']);
    assert.deepEqual(
      instance?.Checks.map(({ CheckID, Status }) => `${CheckID} ${Status}`),
      ['orders-1:overall-check warning'],
    );
    await until(west, '/v1/peering/east', exports('ImportedServices', 'orders'));
    await until(east, '/v1/peering/west', exports('ExportedServices', 'orders'));
  });

  test('follows its instances: added, changed, critical, gone', async () => {
    await register(east, 'orders', 'orders-2', { node: 'node-b', port: 9_000 });
    await imported(west, 'east', 'orders', has(2));
    await register(east, 'orders', 'orders-2', { node: 'node-b', port: 9_001 });
    await imported(west, 'east', 'orders', (found) =>
      found.some(({ Service }) => Service.Port === 9_001),
    );
    await register(east, 'orders', 'orders-2', { node: 'node-b', port: 9_001, status: 'critical' });
    await imported(west, 'east', 'orders', (found) =>
      found.some(({ Checks }) => Checks[0]?.Status === 'critical'),
    );
    await deregister(east, 'node-b', 'orders-2');
    await imported(west, 'east', 'orders', has(1));
  });

  test('is not mixed up with one of ours, nor seen without asking for the peer', async () => {
    await register(west, 'orders', 'orders-1', { port: 1 });
    const own = await west.get<{ Service: { Port: number } }[]>('/v1/health/service/orders');
    assert.deepEqual(
      own.map(({ Service }) => Service.Port),
      [1],
    );
    await deregister(west, 'node-a', 'orders-1');
    assert.equal((await imported(west, 'east', 'orders', has(1))).length, 1);
  });

  test('is reachable in the mesh once it has a sidecar and the cluster a gateway', async () => {
    await registerSidecar(east, 'orders', 'orders-1');
    assert.deepEqual(await west.get('/v1/health/connect/orders?peer=east'), []);
    await registerGateway(east);
    const [standIn] = await importedMesh(west, 'east', 'orders', has(1));
    assert.equal(standIn?.Service.ID, 'orders-sidecar-proxy-instance-0');
    assert.match(
      standIn?.Service.Connect.PeerMeta?.SNI[0] ?? '',
      /^orders\.default\.default\.west\.external\.[-0-9a-f]+\.consul$/,
    );
    await deregister(east, 'node-a', 'orders-1-sidecar-proxy');
    await importedMesh(west, 'east', 'orders', has(0));
    await registerSidecar(east, 'orders', 'orders-1');
    await importedMesh(west, 'east', 'orders', has(1));
    await deregister(east, 'gateway-node', 'gateway');
    await importedMesh(west, 'east', 'orders', has(0));
    assert.equal((await imported(west, 'east', 'orders', has(1))).length, 1);
  });

  test('goes when it is no longer exported, and comes back', async () => {
    await exportTo(east, {});
    await imported(west, 'east', 'orders', has(0));
    await until(west, '/v1/peering/east', exports('ImportedServices'));
    await exportTo(east, { orders: ['west'] });
    await imported(west, 'east', 'orders', has(1));
  });

  test('goes the other way too', async () => {
    await register(west, 'shop', 'shop-1');
    await exportTo(west, { shop: ['east'] });
    await imported(east, 'west', 'shop', has(1));
    await exportTo(west, {});
    await imported(east, 'west', 'shop', has(0));
  });

  test('is every ordinary one for a wildcard, as they come and go', async () => {
    await exportTo(east, { '*': ['west'] });
    await register(east, 'fresh', 'fresh-1');
    await imported(west, 'east', 'fresh', has(1));
    const { StreamStatus } = await peering(west, 'east');
    assert.ok(!StreamStatus.ImportedServices?.includes('consul'));
    await deregister(east, 'node-a', 'fresh-1');
    await imported(west, 'east', 'fresh', has(0));
    const resolved = await east.get<{ Service: string }[]>('/v1/exported-services');
    assert.deepEqual(resolved, [{ Service: 'orders', Consumers: { Peers: ['west'] } }]);
  });

  test('is never exported again', async () => {
    await using third = await startCluster({ datacenter: 'third' });
    await peer(third, west, 'west', 'third');
    await exportTo(west, { '*': ['third'], orders: ['third'] });
    await register(west, 'marker', 'marker-1');
    await imported(third, 'west', 'marker', has(1));
    assert.deepEqual(await third.get('/v1/health/service/orders?peer=west'), []);
    await deregister(west, 'node-a', 'marker-1');
    await exportTo(west, {});
    await succeed(west, 'DELETE', '/v1/peering/third');
  });
});

describe('what a peer can not take', () => {
  const hasError = (text: RegExp) => (found: Peering) =>
    text.test(found.StreamStatus.LastError ?? '');

  test('is refused, shown on both sides, and stops nothing else', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await register(west, 'many', id);
    await register(west, 'few', 'few-1');
    await exportTo(west, { many: ['east'], few: ['east'] });
    await imported(east, 'west', 'few', has(1));
    const refused = /4 instances of one service, at most 3 are accepted/;
    await until(east, '/v1/peering/west', hasError(refused));
    await until(west, '/v1/peering/east', hasError(/client peer was unable to apply resource: /));
    assert.deepEqual(await east.get('/v1/health/service/many?peer=west'), []);
    await deregister(west, 'node-a', 'd');
    await imported(east, 'west', 'many', has(3));
    assert.equal((await peering(east, 'west')).State, 'ACTIVE');
    await exportTo(west, {});
  });

  test('because of its size is not sent, and is shown', async () => {
    const tags = Array.from({ length: 1_000 }, (_, i) => `a-rather-long-tag-number-${i}`);
    await register(west, 'huge', 'huge-1', { tags });
    await register(west, 'tiny', 'tiny-1');
    await exportTo(west, { huge: ['east'], tiny: ['east'] });
    await imported(east, 'west', 'tiny', has(1));
    const tooLarge =
      /"huge" can't be exported: trying to send message larger than max \(\d+ vs\. 20000\)/;
    await until(west, '/v1/peering/east', hasError(tooLarge));
    assert.equal((await peering(west, 'east')).State, 'ACTIVE');
    await register(west, 'huge', 'huge-1');
    await imported(east, 'west', 'huge', has(1));
  });
});

test('two peers get the same service, each with its own name for it', async () => {
  await using north = await startCluster({ datacenter: 'north' });
  await peer(east, north, 'north', 'east');
  await register(east, 'shared', 'shared-1');
  await registerSidecar(east, 'shared', 'shared-1');
  await registerGateway(east);
  await exportTo(east, { shared: ['west', 'north'] });
  const sniOf = async (cluster: Cluster) => {
    const [standIn] = await importedMesh(cluster, 'east', 'shared', has(1));
    return standIn?.Service.Connect.PeerMeta?.SNI[0]?.split('.')[3];
  };
  assert.equal(await sniOf(west), 'west');
  assert.equal(await sniOf(north), 'north');
});

test('what is no longer exported, or to whom, is no longer watched', async () => {
  const used = ({ server }: Cluster) => {
    const { nodes, idle } = server.core.views.size;
    return nodes - idle;
  };
  await exportTo(east, {});
  await imported(west, 'east', 'shared', has(0));
  const atFirst = [used(east), used(west)];
  for (let round = 0; round < 20; round += 1) {
    await exportTo(east, { shared: ['west'], orders: ['west'], later: ['west'] });
    await imported(west, 'east', 'shared', has(1));
    await exportTo(east, {});
    await imported(west, 'east', 'shared', has(0));
  }
  await succeed(west, 'DELETE', '/v1/peering/east');
  await state(east, 'west', 'TERMINATED');
  await succeed(east, 'DELETE', '/v1/peering/west');
  await gone(east, 'west');
  await peer(east, west, 'west', 'east');
  const atLast = [used(east), used(west)];
  assert.ok(
    atLast.every((count, i) => count <= (atFirst[i] ?? 0) + 2),
    `${atFirst} then ${atLast}`,
  );
});
