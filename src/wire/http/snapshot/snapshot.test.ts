// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sampleSelf } from '../../../../test/agent-samples.ts';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { initialiseCluster } from '../../../commands/initialise-cluster.ts';
import { takeSerials } from '../../../commands/take-serials.ts';
import { CLUSTER_KEY, cluster } from '../../../state/tables/ca.ts';
import { catalogEndpoints } from '../catalog/endpoints.ts';
import { kvEndpoints } from '../kv/endpoints.ts';
import { snapshotEndpoints } from './endpoints.ts';

let server: HttpHarness;
const endpoints = [...snapshotEndpoints, ...catalogEndpoints, ...kvEndpoints];
before(async () => {
  server = await openHttpHarness({ endpoints });
  const root = { ID: 'r', Active: true, RootCert: 'pem', IntermediateCerts: [] };
  const key = { rootId: 'r', privateKeyPem: 'secret' };
  await server.issue(initialiseCluster, { clusterId: 'c', root, key });
});
after(() => server.close());

const save = async (from = server): Promise<Buffer> => {
  const response = await fetch(`${from.url}/v1/snapshot`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/x-gzip');
  assert.equal(Number(response.headers.get('x-consul-index')), from.core.state.at);
  return Buffer.from(await response.arrayBuffer());
};
const restore = async (archive: Buffer, to = server) => {
  const body = new Uint8Array(archive);
  const response = await fetch(`${to.url}/v1/snapshot`, { method: 'PUT', body });
  return [response.status, await response.text()];
};
const value = async (key: string, of = server) => (await of.get(`/v1/kv/${key}?raw`)).text;
/** All that is shared, without revisions. */
const everything = (of: HttpHarness) => {
  return of.core.log.snapshot().then(({ rows }) => {
    const plain = rows.map(({ table, key, value: row }) => JSON.stringify([table, key, row]));
    return plain.sort();
  });
};

interface Member {
  readonly name: string;
  readonly data: Buffer;
}

/** The files of an archive, changed and put together again. */
function changed(archive: Buffer, change: (members: Member[]) => Member[], sums = true): Buffer {
  const tar = gunzipSync(archive);
  const members: Member[] = [];
  for (let at = 0; tar[at] !== 0;) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    members.push({ name, data: tar.subarray(at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  let files = change(members);
  if (sums) {
    const others = files.filter(({ name }) => name !== 'SHA256SUMS');
    const text = others.map(({ name, data }) => {
      return `${createHash('sha256').update(data).digest('hex')}  ${name}\n`;
    });
    files = [...others, { name: 'SHA256SUMS', data: Buffer.from(text.join('')) }];
  }
  const blocks = files.map(({ name, data }) => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(data.length.toString(8).padStart(11, '0'), 124);
    header.fill(' ', 148, 156);
    header.write('0', 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(sum.toString(8).padStart(6, '0'), 148);
    return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const withState = (archive: Buffer, text: string) =>
  changed(archive, (members) =>
    members.map((one) => (one.name === 'state.bin' ? { ...one, data: Buffer.from(text) } : one)),
  );

describe('a restore', () => {
  test('makes everything as it was, as one change that wakes readers, and no index goes back', async () => {
    await server.put('/v1/kv/kept', 'same');
    await server.put('/v1/kv/changed', 'old');
    await server.put('/v1/kv/deleted', 'old');
    const archive = await save();
    const saved = await everything(server);
    await server.put('/v1/kv/changed', 'new');
    await server.put('/v1/kv/added', 'new');
    await server.send('DELETE', '/v1/kv/deleted');
    const kept = (await server.get('/v1/kv/kept')).index;
    const { at } = server.core.state;
    const waiting = server.get(`/v1/kv/changed?index=${at}&wait=60s`);
    assert.deepEqual(await restore(archive), [200, '']);
    assert.equal(server.core.state.at, at + 1);
    assert.equal((await waiting).index, at + 1);
    assert.equal(await value('changed'), 'old');
    assert.equal(await value('deleted'), 'old');
    assert.equal((await server.get('/v1/kv/added')).status, 404);
    assert.equal((await server.get('/v1/kv/kept')).index, kept);
    assert.deepEqual(await everything(server), saved);
  });

  test('changes nothing when everything is so already', async () => {
    const archive = await save();
    const { at } = server.core.state;
    await restore(archive);
    assert.equal(server.core.state.at, at);
  });

  test('gives a new server what another one had', async () => {
    await server.put('/v1/kv/moved', 'x'.repeat(100_000));
    await using other = await openHttpHarness({ endpoints });
    assert.deepEqual(await restore(await save(), other), [200, '']);
    assert.equal((await value('moved', other)).length, 100_000);
    const cas = other.core.state.reader().get(cluster, CLUSTER_KEY)?.value;
    assert.equal(cas?.id, 'c');
    // Those given out since the snapshot are unknown there, and none may be given out twice.
    assert.ok((cas?.nextSerial ?? 0) > 1_000_000);
  });

  test('gives no certificate number out a second time', async () => {
    const archive = await save();
    const first = await server.issue(takeSerials, { count: 10 });
    await restore(archive);
    assert.equal(await server.issue(takeSerials, { count: 1 }), first + 10);
  });

  test('leaves what is of this server alone', async () => {
    const lease = server.core.log.grantLease(60_000);
    const row = { peeringId: 'p', secret: 'live' };
    const write = { table: 'peer-streams', key: 'p', value: row };
    await server.core.log.commit([
      { writes: [write], expectations: [], origin: 'test', timeMs: 1, lease },
    ]);
    const archive = await save();
    assert.doesNotMatch(gunzipSync(archive).toString(), /peer-streams/);
    await restore(archive);
    const { rows } = await server.core.log.snapshot();
    assert.ok(rows.some(({ table }) => table === 'peer-streams'));
    await lease.revoke();
  });

  test('leaves this server’s own node as it is, and lets no other have its id', async () => {
    const node = (Node: string, ID: string, Address: string, of = server) =>
      of.put('/v1/catalog/register', { Node, ID, Address });
    const there = randomUUID();
    await using other = await openHttpHarness({ endpoints });
    await node(sampleSelf.nodeName, there, '10.0.0.9', other);
    await node('former', sampleSelf.nodeId, '10.0.0.8', other);
    await node(sampleSelf.nodeName, sampleSelf.nodeId, '10.0.0.1');
    const earlier = await save();
    await restore(await save(other));
    const { json } = await server.get('/v1/catalog/nodes');
    const shown = json.map(({ Node, ID, Address }: Record<string, string>) => [Node, ID, Address]);
    assert.deepEqual(shown, [
      ['former', '', '10.0.0.8'],
      [sampleSelf.nodeName, sampleSelf.nodeId, '10.0.0.1'],
    ]);
    await restore(earlier);
  });

  test('takes archives that arrive in small parts', async () => {
    const archive = await save();
    const body = ReadableStream.from(
      (function* () {
        for (let at = 0; at < archive.length; at += 777) yield archive.subarray(at, at + 777);
      })(),
    );
    const init = { method: 'PUT', body, duplex: 'half' } as RequestInit;
    assert.equal((await fetch(`${server.url}/v1/snapshot`, init)).status, 200);
  });
});

describe('a restore is refused, and changes nothing, of', () => {
  const FILE = 'failed to read snapshot file: ';
  const INTEGRITY = `${FILE}failed checking integrity of snapshot: `;
  const drop = (name: string) => (members: Member[]) => members.filter((one) => one.name !== name);
  const add = (name: string) => (members: Member[]) => [
    ...members,
    { name, data: Buffer.from('x') },
  ];
  const holding = (name: string, text: string) => (members: Member[]) =>
    members.map((one) => (one.name === name ? { name, data: Buffer.from(text) } : one));
  // So that where the bytes are is where they were.
  const stored = (whole: Buffer) => gzipSync(gunzipSync(whole), { level: 0 });
  const row = (...parts: unknown[]) => `${JSON.stringify(parts)}\n`;
  const cases: Record<string, readonly [make: (whole: Buffer) => Buffer, text: string]> = {
    'what is no archive': [
      () => Buffer.from('this is not a snapshot'),
      'failed to decompress snapshot: gzip: invalid header',
    ],
    nothing: [() => Buffer.alloc(0), 'failed to decompress snapshot: EOF'],
    'a byte': [() => Buffer.from('x'), 'failed to decompress snapshot: unexpected EOF'],
    'one that breaks off in its state': [
      (whole) => stored(whole).subarray(0, 1_600),
      `${FILE}failed to read or write snapshot data: unexpected EOF`,
    ],
    'one that breaks off in its description': [
      (whole) => stored(whole).subarray(0, 600),
      `${FILE}failed to read snapshot metadata: unexpected EOF`,
    ],
    'one that breaks off in its sums': [
      (whole) => stored(whole).subarray(0, -1_100),
      `${FILE}failed to read snapshot hashes: unexpected EOF`,
    ],
    'one that breaks off between': [
      (whole) => stored(whole).subarray(0, 1_100),
      `${FILE}failed reading snapshot: unexpected EOF`,
    ],
    'an archive of nothing': [() => gzipSync(''), `${INTEGRITY}file missing for "meta.json"`],
    'a description that is no JSON': [
      (whole) => changed(whole, holding('meta.json', 'nothing')),
      `${FILE}failed to decode snapshot metadata: invalid character 'o' in literal null (expecting 'u')`,
    ],
    'sums that are none': [
      (whole) => changed(whole, holding('SHA256SUMS', 'abc  meta.json\n'), false),
      `${INTEGRITY}illegal hex digit`,
    ],
    'sums without digits': [
      (whole) => changed(whole, holding('SHA256SUMS', 'x\n'), false),
      `${INTEGRITY}no hex data for %x string`,
    ],
    'sums of something else': [
      (whole) => changed(whole, holding('SHA256SUMS', 'ab  other\n'), false),
      `${INTEGRITY}list missing hash for "other"`,
    ],
    'bytes that were changed': [
      (whole) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt32LE(1, bytes.length - 8);
        return bytes;
      },
      'gzip: invalid checksum',
    ],
    'a state that was changed': [
      (whole) =>
        changed(
          whole,
          (members) =>
            members.map((one) => {
              if (one.name !== 'state.bin') return one;
              return { ...one, data: Buffer.concat([one.data, Buffer.from(row('kv', 'k', {}))]) };
            }),
          false,
        ),
      `${INTEGRITY}hash check failed for "state.bin"`,
    ],
    'a description that was changed': [
      (whole) =>
        changed(
          whole,
          (members) =>
            members.map((one) => {
              const data = Buffer.from(one.data.toString().replace('"Term":1', '"Term":2'));
              return one.name === 'meta.json' ? { ...one, data } : one;
            }),
          false,
        ),
      `${INTEGRITY}hash check failed for "meta.json"`,
    ],
    'one without sums': [
      (whole) => changed(whole, drop('SHA256SUMS'), false),
      `${INTEGRITY}file missing for "meta.json"`,
    ],
    'one without a state': [
      (whole) => changed(whole, drop('state.bin')),
      `${INTEGRITY}file missing for "state.bin"`,
    ],
    'one with something else in it': [
      (whole) => changed(whole, add('other')),
      `${FILE}unexpected file "other" in snapshot`,
    ],
    'one with a file twice': [
      (whole) => changed(whole, add('state.bin')),
      `${FILE}file "state.bin" is there twice in snapshot`,
    ],
    'something compressed': [
      () => gzipSync('text'),
      `${FILE}failed reading snapshot: unexpected EOF`,
    ],
    'one of a real Consul': [
      (whole) =>
        changed(whole, (members) =>
          members.map((one) => {
            const data = Buffer.from('{"Version":1,"ID":"2-22-17","Index":22,"Term":2,"Size":3}');
            return one.name === 'meta.json' ? { ...one, data } : one;
          }),
        ),
      `${FILE}the snapshot is whole, but not of the format causeway/1: one of Consul can't be restored here`,
    ],
    'rows of a table that is not known': [
      (whole) => withState(whole, row('future', 'k', {})),
      `${FILE}there is no table "future" here: a newer version has to restore this snapshot`,
    ],
    'rows of this server': [
      (whole) => withState(whole, row('server-settings', 'server', {})),
      `${FILE}there is no table "server-settings" here: a newer version has to restore this snapshot`,
    ],
    'a row that is none of its table': [
      (whole) => withState(whole, row('services', 'k', { tenancy: null })),
      `${FILE}the row services "k" is damaged`,
    ],
    'a line that is none': [(whole) => withState(whole, '{}\n'), `${FILE}a line of it is no row`],
    'a row that breaks off': [
      (whole) => withState(whole, '["kv","k"'),
      `${FILE}the last row breaks off`,
    ],
    'a row twice': [
      (whole) =>
        withState(whole, row('autopilot', 'autopilot', {}) + row('autopilot', 'autopilot', {})),
      `${FILE}the row autopilot "autopilot" is there twice`,
    ],
  };
  for (const [name, [make, text]] of Object.entries(cases)) {
    test(name, async () => {
      const archive = make(await save());
      const [at, rows] = [server.core.state.at, await everything(server)];
      assert.deepEqual(await restore(archive), [500, text]);
      assert.equal(server.core.state.at, at);
      assert.deepEqual(await everything(server), rows);
    });
  }

  test('a stale one', async () => {
    const { status, text } = await server.put('/v1/snapshot?stale', 'x');
    assert.deepEqual([status, text], [500, 'stale not allowed for restore']);
  });

  test('another datacenter', async () => {
    for (const method of ['GET', 'PUT']) {
      const { status, text } = await server.send(method, '/v1/snapshot?dc=ghost');
      assert.deepEqual([status, text], [500, 'No path to datacenter']);
    }
  });
});
