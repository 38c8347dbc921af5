// SPDX-License-Identifier: Apache-2.0
// The life of a peering between two whole clusters over real sockets: token, establishment, restarts, ends.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../ports.ts';
import { type Cluster, startCluster, succeed, until } from './cluster.ts';
import {
  altered,
  deregister,
  establish,
  exportTo,
  gone,
  has,
  imported,
  importedMesh,
  peer,
  peering,
  type Peering,
  polled,
  register,
  registerGateway,
  registerSidecar,
  state,
  tokenOf,
} from './pair.ts';

let east: Cluster;
let west: Cluster;

before(async () => {
  [east, west] = await Promise.all([
    startCluster({ datacenter: 'east' }),
    startCluster({ datacenter: 'west' }),
  ]);
});
after(() => Promise.all([east?.stop(), west?.stop()]));

/** The body of the token, its secret left out. */
function contentsOf(token: string): Record<string, unknown> {
  const { EstablishmentSecret: _, ...rest } = JSON.parse(
    Buffer.from(token, 'base64').toString(),
  ) as Record<string, unknown>;
  return rest;
}

describe('a token', () => {
  test('says where and how this cluster can be dialed', async () => {
    const token = await tokenOf(east, 'west');
    const { ID } = await peering(east, 'west');
    const roots = await east.get<{ TrustDomain: string; Roots: { RootCert: string }[] }>(
      '/v1/connect/ca/roots',
    );
    assert.deepEqual(contentsOf(token), {
      CA: roots.Roots.map(({ RootCert }) => RootCert),
      ManualServerAddresses: null,
      ServerAddresses: [`127.0.0.1:${east.grpcTlsPort}`],
      ServerName: `server.east.peering.${roots.TrustDomain}`,
      PeerID: ID,
      Remote: { Partition: '', Datacenter: 'east', Locality: null },
    });
    const { State, StreamStatus } = await peering(east, 'west');
    assert.equal(State, 'PENDING');
    assert.equal(StreamStatus.LastHeartbeat, null);
    await succeed(east, 'DELETE', '/v1/peering/west');
    await gone(east, 'west');
  });

  test('carries the addresses that an operator gives beside those that are known', async () => {
    const answer = await succeed<{ PeeringToken: string }>(east, 'POST', '/v1/peering/token', {
      PeerName: 'west',
      ServerExternalAddresses: ['32.1.2.3:8502'],
    });
    const { ManualServerAddresses, ServerAddresses } = contentsOf(answer.PeeringToken);
    assert.deepEqual(ManualServerAddresses, ['32.1.2.3:8502']);
    assert.equal((ServerAddresses as unknown[]).length, 1);
  });
});

describe('a peering', () => {
  test('is active on both sides once it is established, and stays so', async () => {
    const token = await tokenOf(east, 'west');
    const startMs = performance.now();
    assert.equal((await establish(west, 'east', token)).text, '{}');
    await Promise.all([state(west, 'east', 'ACTIVE'), state(east, 'west', 'ACTIVE')]);
    assert.ok(performance.now() - startMs < 2_000);
    const hasBeat = ({ StreamStatus }: Peering) => StreamStatus.LastHeartbeat !== null;
    const [dialer, acceptor] = await Promise.all([
      until<Peering>(polled(west), '/v1/peering/east', hasBeat),
      until<Peering>(polled(east), '/v1/peering/west', hasBeat),
    ]);
    assert.equal(dialer.PeerID, acceptor.ID);
    assert.equal(acceptor.PeerID, undefined);
    assert.equal(dialer.Remote.Datacenter, 'east');
    assert.equal(acceptor.Remote.Datacenter, 'west');
    assert.deepEqual(dialer.PeerServerAddresses, [`127.0.0.1:${east.grpcTlsPort}`]);
  });

  test('gives each side the roots of the other', async () => {
    const roots = await west.get<{ Roots: { RootCert: string }[] }>('/v1/connect/ca/roots');
    const hasRoots = ({ PeerCAPems }: Peering) => (PeerCAPems ?? []).length > 0;
    const { PeerCAPems } = await until<Peering>(east, '/v1/peering/west', hasRoots);
    assert.deepEqual(
      PeerCAPems,
      roots.Roots.map(({ RootCert }) => RootCert),
    );
  });

  test('is told to blocked readers when it turns active', async () => {
    const third = await startCluster({ datacenter: 'third' });
    try {
      const token = await tokenOf(third, 'west');
      const { index } = await third.request('GET', '/v1/peering/west');
      const waiting = third.request<Peering>('GET', `/v1/peering/west?index=${index}&wait=20s`);
      await establish(west, 'third', token);
      assert.equal((await waiting).json.State, 'ACTIVE');
      await succeed(west, 'DELETE', '/v1/peering/third');
      await state(third, 'west', 'TERMINATED');
    } finally {
      await third.stop();
    }
  });

  test('can be given a new token without disturbing the stream', async () => {
    const first = await peering(east, 'west');
    const token = await tokenOf(east, 'west');
    assert.equal((await establish(west, 'east', token)).status, 200);
    const second = await peering(east, 'west');
    assert.equal(second.ID, first.ID);
    assert.equal(second.State, 'ACTIVE');
    await state(west, 'east', 'ACTIVE');
  });

  test('that the dialer deletes is terminated at the acceptor, and its imports go', async () => {
    await register(west, 'orders', 'orders-1');
    await exportTo(west, { orders: ['east'] });
    await imported(east, 'west', 'orders', has(1));
    await succeed(west, 'DELETE', '/v1/peering/east');
    await state(east, 'west', 'TERMINATED');
    await imported(east, 'west', 'orders', has(0));
    await gone(west, 'east');
    const refused = await east.request('POST', '/v1/peering/token', { PeerName: 'west' });
    assert.match(refused.text, /delete it here before generating a new token/);
    await succeed(east, 'DELETE', '/v1/peering/west');
    await gone(east, 'west');
  });

  test('that the acceptor deletes is terminated at the dialer, and can be established again', async () => {
    await peer(east, west, 'west', 'east');
    const { ID } = await peering(west, 'east');
    await imported(east, 'west', 'orders', has(1));
    await succeed(east, 'DELETE', '/v1/peering/west');
    await state(west, 'east', 'TERMINATED');
    await gone(east, 'west');
    await imported(east, 'west', 'orders', has(0));
    await peer(east, west, 'west', 'east');
    assert.equal((await peering(west, 'east')).ID, ID);
    await imported(east, 'west', 'orders', has(1));
    await succeed(west, 'DELETE', '/v1/peering/east');
    await state(east, 'west', 'TERMINATED');
    await succeed(east, 'DELETE', '/v1/peering/west');
    await gone(east, 'west');
  });

  test('that nobody has can be deleted', async () => {
    const answer = await east.request('DELETE', '/v1/peering/nobody');
    assert.equal(answer.status, 200);
    assert.equal(answer.text, '');
  });
});

describe('a token that is no good', () => {
  test('is refused before anything is called or stored', async () => {
    const token = await tokenOf(east, 'west');
    const cases: readonly (readonly [string, string, number, RegExp])[] = [
      ['garbled', '+++/+++', 500, /illegal base64 data/],
      ['empty', 'Cg==', 500, /unexpected end of JSON input/],
      ['without addresses', 'e30K', 500, /peering token server addresses value is empty/],
      ['without a name', altered(token, { ServerName: '' }), 500, /server name value is empty/],
      ['with a bad root', altered(token, { CA: ['x'] }), 500, /invalid CA: no PEM-encoded data/],
      ['of the same cluster', await tokenOf(west, 'x'), 500, /within the same cluster/],
    ];
    for (const [name, bad, status, text] of cases) {
      const answer = await establish(west, 'east', bad);
      assert.equal(answer.status, status, `${name}: ${answer.text}`);
      assert.match(answer.text, text, name);
      assert.ok(answer.text.length < 600, name);
    }
    await succeed(west, 'DELETE', '/v1/peering/x');
    await gone(west, 'x');
    assert.deepEqual(await west.get('/v1/peerings'), []);
  });

  test('fails after three seconds at a server that is not there or not the right one', async () => {
    const token = await tokenOf(east, 'west');
    const dead = await freePort();
    const other = await west.get<{ Roots: { RootCert: string }[] }>('/v1/connect/ca/roots');
    const cases: readonly (readonly [object, RegExp])[] = [
      [
        { ServerAddresses: [`127.0.0.1:${dead}`] },
        /^1\d errors occurred:\n\t\* failed to exchange peering secret through address "127\.0\.0\.1:\d+": rpc error: code = Unavailable desc = connection error: .*connection refused/,
      ],
      [
        { ServerName: 'wrong.name' },
        /certificate is valid for server\.east\.peering\.[-0-9a-f]+\.consul, not wrong\.name/,
      ],
      [
        { CA: other.Roots.map(({ RootCert }) => RootCert) },
        /certificate signed by unknown authority/,
      ],
    ];
    await Promise.all(
      cases.map(async ([changes, text], i) => {
        const startMs = performance.now();
        const answer = await establish(west, `bad-${i}`, altered(token, changes));
        assert.equal(answer.status, 503, answer.text);
        assert.match(answer.text, text);
        assert.ok(performance.now() - startMs > 2_900);
      }),
    );
    assert.deepEqual(await west.get('/v1/peerings'), []);
    // None of them has used it.
    assert.equal((await establish(west, 'east', token)).status, 200);
  });

  test('is refused at once when it has been used', async () => {
    const token = await tokenOf(east, 'west');
    assert.equal((await establish(west, 'east', token)).status, 200);
    const startMs = performance.now();
    const answer = await establish(west, 'east', token);
    assert.equal(answer.status, 403);
    assert.equal(
      answer.text,
      'a new peering token must be generated: invalid peering establishment secret',
    );
    assert.ok(performance.now() - startMs < 1_000);
    await state(west, 'east', 'ACTIVE');
    await succeed(west, 'DELETE', '/v1/peering/east');
    await state(east, 'west', 'TERMINATED');
    await succeed(east, 'DELETE', '/v1/peering/west');
    await gone(east, 'west');
  });
});

describe('a restart', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-peering-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const open = (datacenter: string, port: number) =>
    startCluster({ datacenter, dataDir: join(folder, datacenter), grpcTlsPort: port });

  test('of either side is survived, and what was deleted meanwhile is deleted', async () => {
    const ports = { north: await freePort(), south: await freePort() };
    let north = await open('north', ports.north);
    let south = await open('south', ports.south);
    try {
      await peer(north, south, 'south', 'north');
      for (const name of ['api', 'web', 'db']) await register(north, name, `${name}-1`);
      await exportTo(north, { api: ['south'], web: ['south'], db: ['south'] });
      for (const name of ['api', 'web', 'db']) await imported(south, 'north', name, has(1));
      await registerSidecar(north, 'api', 'api-1');
      await registerGateway(north);
      await importedMesh(south, 'north', 'api', has(1));

      await south.stop();
      await deregister(north, 'node-a', 'api-1-sidecar-proxy');
      await exportTo(north, { api: ['south'], db: ['south'] });
      await deregister(north, 'node-a', 'db-1');
      south = await open('south', ports.south);
      // What was imported is served before the stream is back.
      assert.equal((await imported(south, 'north', 'api', has(1))).length, 1);
      await state(south, 'north', 'ACTIVE');
      await imported(south, 'north', 'web', has(0));
      await imported(south, 'north', 'db', has(0));
      await importedMesh(south, 'north', 'api', has(0));

      await north.stop();
      await state(south, 'north', 'FAILING');
      const { StreamStatus } = await peering(south, 'north');
      assert.ok(StreamStatus.LastError);
      assert.equal((await imported(south, 'north', 'api', has(1))).length, 1);
      north = await open('north', ports.north);
      await state(south, 'north', 'ACTIVE');
      await state(north, 'south', 'ACTIVE');
      await register(north, 'api', 'api-2');
      await imported(south, 'north', 'api', has(2));
    } finally {
      await south.stop();
      await north.stop();
    }
  });
});

describe('a cluster where peering is turned off', () => {
  test('says so', async () => {
    await using off = await startCluster({ datacenter: 'off', hcl: 'peering { enabled = false }' });
    for (const [method, path, body] of [
      ['POST', '/v1/peering/token', { PeerName: 'x' }],
      ['POST', '/v1/peering/establish', { PeerName: 'x', PeeringToken: 'x' }],
      ['GET', '/v1/peering/x', undefined],
      ['GET', '/v1/peerings', undefined],
      ['DELETE', '/v1/peering/x', undefined],
    ] as const) {
      const answer = await off.request(method, path, body);
      assert.equal(answer.status, 500);
      assert.equal(answer.text, 'peering must be enabled to use this endpoint');
    }
  });
});
