// SPDX-License-Identifier: Apache-2.0
// A peering with a real Consul, without proxies: once we accept and it dials, once it accepts and we dial.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Cluster, startCluster, succeed, until } from '../cluster/cluster.ts';
import {
  altered,
  type Asked,
  deregister,
  establish,
  exportTo,
  gone,
  has,
  imported,
  importedMesh,
  type Instance,
  peer,
  peering,
  type Peering,
  polled,
  register,
  registerGateway,
  registerSidecar,
  state,
  tokenOf,
} from '../cluster/pair.ts';
import { freePort } from '../ports.ts';
import { type RealConsul, skip, startConsul } from './real-consul.ts';

// Its loops act at once or after some seconds, as its rate limits have it (peering-protocol §4.11).
const SLOW_MS = 20_000;
const RESTART_MS = 60_000;

/** `us` and `them` are what the clusters call each other. */
describe('with a real Consul', { skip, concurrency: 2 }, () => {
  for (const role of ['acceptor', 'dialer'] as const) {
    describe(`when we are the ${role}`, { concurrency: 1 }, () => {
      let folder: string;
      let port: number;
      let ours: Cluster;
      let real: RealConsul;

      const open = () =>
        startCluster({ datacenter: 'ours', dataDir: join(folder, 'data'), grpcTlsPort: port });
      const pair = () =>
        role === 'acceptor' ? peer(ours, real, 'them', 'us') : peer(real, ours, 'us', 'them');
      /** Deletes the peering here and there, whoever has it still. */
      const part = async () => {
        await succeed(ours, 'DELETE', '/v1/peering/them');
        await gone(ours, 'them');
        await succeed(real, 'DELETE', '/v1/peering/us');
        await gone(real, 'us', SLOW_MS);
      };

      before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'causeway-interop-'));
        port = await freePort();
        [ours, real] = await Promise.all([open(), startConsul('real')]);
      });
      after(async () => {
        await ours?.stop();
        await real?.[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      });

      test('a token is exchanged once, and both sides are active', async () => {
        const [acceptor, dialer] = role === 'acceptor' ? [ours, real] : [real, ours];
        const [dialerName, acceptorName] = role === 'acceptor' ? ['them', 'us'] : ['us', 'them'];
        const token = await tokenOf(acceptor, dialerName);
        const wrong = altered(token, {
          EstablishmentSecret: '11111111-1111-1111-1111-111111111111',
        });
        const refused = await establish(dialer, 'wrong', wrong);
        assert.equal(refused.status, 403, refused.text);
        assert.match(refused.text, /a new peering token must be generated/);
        await succeed(dialer, 'DELETE', '/v1/peering/wrong');

        assert.equal((await establish(dialer, acceptorName, token)).status, 200);
        await state(acceptor, dialerName, 'ACTIVE', SLOW_MS);
        await state(dialer, acceptorName, 'ACTIVE', SLOW_MS);
        const again = await establish(dialer, 'again', token);
        assert.equal(again.status, 403);
        assert.equal(
          again.text,
          'a new peering token must be generated: invalid peering establishment secret',
        );
        await succeed(dialer, 'DELETE', '/v1/peering/again');
        const [here, there] = [await peering(ours, 'them'), await peering(real, 'us')];
        assert.equal(here.Remote.Datacenter, 'real');
        assert.equal(there.Remote.Datacenter, 'ours');
        const [accepted, dialed] = role === 'acceptor' ? [here, there] : [there, here];
        assert.equal(dialed.PeerID, accepted.ID);
      });

      test('each side believes the roots of the other', async () => {
        for (const [cluster, name, other] of [
          [ours, 'them', real],
          [real, 'us', ours],
        ] as readonly [Asked, string, Asked][]) {
          const roots = await succeed<{ Roots: { RootCert: string }[] }>(
            other,
            'GET',
            '/v1/connect/ca/roots',
          );
          const wanted = roots.Roots.map(({ RootCert }) => RootCert.trim());
          const isThere = ({ PeerCAPems }: Peering) =>
            JSON.stringify((PeerCAPems ?? []).map((pem) => pem.trim())) === JSON.stringify(wanted);
          await until<Peering>(cluster, `/v1/peering/${name}`, isThere, SLOW_MS);
        }
      });

      for (const [direction, exporter, importer] of [
        ['ours reach it', () => [ours, 'them'], () => [real, 'us']],
        ['its own reach us', () => [real, 'us'], () => [ours, 'them']],
      ] as const) {
        test(`services of ${direction}, with every change`, async () => {
          const [from, consumer] = exporter() as [Asked, string];
          const [to, source] = importer() as [Asked, string];
          await register(from, 'orders', 'orders-1', { tags: ['v1'], status: 'warning' });
          await exportTo(from, { orders: [consumer] });
          const [first] = await imported(to, source, 'orders', has(1), SLOW_MS);
          assert.equal(first?.Node.PeerName, source);
          assert.equal(first?.Service.ID, 'orders-1');
          assert.deepEqual(first?.Service.Tags, ['v1']);
          assert.deepEqual(
            first?.Checks.map(({ CheckID, Status }) => `${CheckID} ${Status}`),
            ['orders-1:overall-check warning'],
          );

          await register(from, 'orders', 'orders-2', { node: 'node-b' });
          await imported(to, source, 'orders', has(2));
          await register(from, 'orders', 'orders-2', { node: 'node-b', port: 9_001 });
          const isMoved = (found: readonly Instance[]) =>
            found.some(({ Service }) => Service.Port === 9_001);
          await imported(to, source, 'orders', isMoved);
          await register(from, 'orders', 'orders-2', { node: 'node-b', status: 'critical' });
          const isCritical = (found: readonly Instance[]) =>
            found.some(({ Checks }) => Checks[0]?.Status === 'critical');
          await imported(to, source, 'orders', isCritical);
          await deregister(from, 'node-b', 'orders-2');
          await imported(to, source, 'orders', has(1));

          await registerSidecar(from, 'orders', 'orders-1');
          await registerGateway(from);
          const [standIn] = await importedMesh(to, source, 'orders', has(1));
          assert.equal(standIn?.Service.ID, 'orders-sidecar-proxy-instance-0');
          const sni = standIn?.Service.Connect.PeerMeta?.SNI[0] ?? '';
          assert.match(
            sni,
            new RegExp(
              `^orders\\.default\\.default\\.${consumer}\\.external\\.[-0-9a-f]+\\.consul$`,
            ),
          );
          await deregister(from, 'gateway-node', 'gateway');
          await importedMesh(to, source, 'orders', has(0));

          await exportTo(from, {});
          await imported(to, source, 'orders', has(0));
          await exportTo(from, { '*': [consumer] });
          await imported(to, source, 'orders', has(1), SLOW_MS);
          const exported = await until<Peering>(
            from,
            `/v1/peering/${consumer}`,
            ({ StreamStatus }) => StreamStatus.ExportedServices?.includes('orders') ?? false,
          );
          assert.ok(!exported.StreamStatus.ExportedServices?.includes('consul'));
        });
      }

      test('both sides hear each other and stay active', async () => {
        const hasBeat = ({ StreamStatus }: Peering) => StreamStatus.LastHeartbeat !== null;
        await Promise.all([
          until<Peering>(polled(ours), '/v1/peering/them', hasBeat, SLOW_MS),
          until<Peering>(real, '/v1/peering/us', hasBeat, SLOW_MS),
        ]);
        assert.equal((await peering(ours, 'them')).State, 'ACTIVE');
        assert.equal((await peering(real, 'us')).State, 'ACTIVE');
      });

      test('a restart of ours is survived, deletes made meanwhile included', async () => {
        await ours.stop();
        await deregister(real, 'node-a', 'orders-1');
        await register(real, 'late', 'late-1');
        ours = await open();
        await Promise.all([
          state(ours, 'them', 'ACTIVE', RESTART_MS),
          state(real, 'us', 'ACTIVE', RESTART_MS),
        ]);
        await imported(ours, 'them', 'late', has(1));
        await imported(ours, 'them', 'orders', has(0));
        await imported(real, 'us', 'orders', has(1));
      });

      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        test(`a restart of the other after ${signal} is survived`, async () => {
          await real.stop(signal);
          await state(ours, 'them', 'FAILING', SLOW_MS);
          assert.equal((await imported(ours, 'them', 'late', has(1))).length, 1);
          await real.start();
          await state(ours, 'them', 'ACTIVE', RESTART_MS);
          await state(real, 'us', 'ACTIVE', RESTART_MS);
          const name = `after-${signal.toLowerCase()}`;
          await register(ours, name, `${name}-1`);
          await imported(real, 'us', name, has(1), SLOW_MS);
          await register(real, name, `${name}-1`);
          await imported(ours, 'them', name, has(1), SLOW_MS);
        });
      }

      test('a deletion of ours ends it there, with all that was imported', async () => {
        await imported(real, 'us', 'orders', has(1));
        await succeed(ours, 'DELETE', '/v1/peering/them');
        await state(real, 'us', 'TERMINATED', SLOW_MS);
        await gone(ours, 'them');
        await imported(real, 'us', 'orders', has(0), SLOW_MS);
        await imported(ours, 'them', 'late', has(0));
        await part();
      });

      test('a deletion of theirs ends it here, with all that was imported', async () => {
        await pair();
        await imported(ours, 'them', 'late', has(1), SLOW_MS);
        await succeed(real, 'DELETE', '/v1/peering/us');
        await state(ours, 'them', 'TERMINATED', SLOW_MS);
        await imported(ours, 'them', 'late', has(0));
        await gone(real, 'us', SLOW_MS);
        await part();
      });

      test('a peering that was ended can be established again', async () => {
        await pair();
        await imported(ours, 'them', 'late', has(1), SLOW_MS);
        await imported(real, 'us', 'orders', has(1), SLOW_MS);
        await part();
      });
    });
  }
});
