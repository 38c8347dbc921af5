// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { runCommand, scriptedAgent, testCommands } from '../../../test/cli-harness.ts';
import { freePort } from '../../../test/ports.ts';

const meta = { Version: 1, ID: '2-9-1', Index: 9, Term: 2, Size: 70_000, Peers: 'x' };
const rows = [
  ['nodes', 'n', {}],
  ['services', 'n s', {}],
  ['kv', 'a/b/1', { entry: { Key: 'a/b/1' } }],
  ['kv', 'a/b/2', { entry: { Key: 'a/b/2' } }],
  ['kv', 'c', { entry: { Key: 'c' } }],
].map((row) => `${JSON.stringify(row)}\n`);
const padded = (length: number): string => `["odd","",{"a":"${'x'.repeat(length)}"}]\n`;
const missing = meta.Size - rows.join('').length - padded(0).length;
const state = Buffer.from(padded(missing) + rows.join(''));

/** One file of a tar, with its padding. */
function member(name: string, data: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

const end = Buffer.alloc(1024);
const sumOf = (data: Buffer, name: string) =>
  `${createHash('sha256').update(data).digest('hex')}  ${name}\n`;

function tar({ data = state, sums = '' } = {}): Buffer {
  const described = Buffer.from(JSON.stringify(meta));
  const all = sums || sumOf(state, 'state.bin') + sumOf(described, 'meta.json');
  return Buffer.concat([
    member('meta.json', described),
    member('state.bin', data),
    member('SHA256SUMS', Buffer.from(all)),
    end,
  ]);
}

const whole = gzipSync(tar());

const damaged: Record<string, [file: Buffer, says: RegExp]> = {
  'what is no archive': [Buffer.from('{}'), /failed to decompress snapshot: gzip: invalid header/],
  'an empty file': [Buffer.alloc(0), /failed to (read|decompress) snapshot: unexpected EOF/],
  'one that was cut off': [whole.subarray(0, 200), /failed to decompress snapshot: unexpected EOF/],
  'a state that was changed': [
    gzipSync(tar({ data: Buffer.alloc(70_000, 'other ') })),
    /failed to verify snapshot: hash check failed for "state.bin"/,
  ],
  'sums of less than there is': [
    gzipSync(tar({ sums: sumOf(state, 'state.bin') })),
    /hash check failed for "meta.json"/,
  ],
  'no sums': [
    gzipSync(Buffer.concat([member('meta.json', Buffer.from('{}')), end])),
    /there is no SHA256SUMS/,
  ],
  'a file that is there twice': [
    gzipSync(Buffer.concat([member('a', state), member('a', state), end])),
    /"a" is there twice/,
  ],
  'a header that is none': [gzipSync(Buffer.alloc(1024, 'x')), /archive\/tar: invalid tar header/],
};

describe('snapshot', () => {
  const agent = scriptedAgent();
  let folder: string;
  let file: string;
  let port: number;
  let answer: (response: ServerResponse) => void;
  let received: Buffer[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/v1/agent/self') {
      response.end(JSON.stringify({ Config: { Version: '1.23.0', Datacenter: 'dc1' } }));
      return;
    }
    void buffer(request).then((body) => {
      received.push(body);
      answer(response);
    });
  });
  before(async () => {
    port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  after(() => server.close().closeAllConnections());
  beforeEach(() => {
    received = [];
    folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
    file = join(folder, 'a.b.snap');
    answer = (response) => response.setHeader('X-Consul-Index', '9').end(whole);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...argv: string[]) =>
    runCommand(agent, {
      run: ['snapshot', ...argv],
      environment: { CONSUL_HTTP_ADDR: `127.0.0.1:${port}` },
    });

  test('is saved, for its owner only', async () => {
    assert.deepEqual(await run('save', file), {
      code: 0,
      out: 'Saved and verified snapshot to index 9\n',
      err: '',
    });
    assert.deepEqual(readFileSync(file), whole);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ['a.b.snap']);
  });

  test('is saved under a name that says where it is from', async () => {
    assert.equal((await run('save', '-append-filename=dc,version', file)).code, 0);
    assert.deepEqual(readdirSync(folder), ['a.b-1.23.0-dc1.snap']);
  });

  test('is saved under a name of which what is not known is passed over', async () => {
    const { code, err } = await run('save', '-append-filename=host,dc,status', file);
    const passing = '-append-filename: passing over';
    assert.deepEqual([code, err], [0, `${passing} "host"\n${passing} "status"\n`]);
    assert.deepEqual(readdirSync(folder), ['a.b-dc1.snap']);
  });

  test('is no directory', async () => {
    const saved = await run('save', folder);
    assert.equal(saved.code, 1);
    assert.match(saved.err, /^Error renaming ".*" to ".*": rename .* .*: is a directory\n$/);
    const { err } = await run('inspect', folder);
    const reason = `failed to decompress snapshot: read ${folder}: is a directory`;
    assert.equal(err, `Error reading snapshot: ${reason}\n`);
  });

  test('is restored', async () => {
    writeFileSync(file, whole);
    assert.deepEqual(await run('restore', file), { code: 0, out: 'Restored snapshot\n', err: '' });
    assert.deepEqual(received, [whole]);
  });

  test('tells when it was taken', async () => {
    writeFileSync(file, whole);
    const { out } = await run('inspect', '-kvdetails', file);
    assert.equal(
      out,
      [
        ' ID           2-9-1',
        ' Size         70000',
        ' Index        9',
        ' Term         2',
        ' Version      1',
        '',
        ' Type          Count      Size',
        ' ----          ----       ----',
        ' odd           1          68.2KB',
        ' KVS           3          115B',
        ' Register      2          39B',
        ' ----          ----       ----',
        ' Total                    68.4KB',
        '',
        ' Key Name      Count      Size',
        ' ----          ----       ----',
        ' a/b           2          82B',
        ' c             1          33B',
        ' ----          ----       ----',
        ' Total                    115B',
        '',
      ].join('\n'),
    );
  });

  test('is shown for programs', async () => {
    writeFileSync(file, whole);
    const flags = ['-format=json', '-kvdetails', '-kvdepth=1', '-kvfilter=a'];
    const { out } = await run('inspect', ...flags, file);
    const { Peers: _peers, ...shown } = meta;
    assert.deepEqual(JSON.parse(out), {
      Meta: shown,
      Stats: [
        { Name: 'odd', Sum: 69_846, Count: 1 },
        { Name: 'KVS', Sum: 115, Count: 3 },
        { Name: 'Register', Sum: 39, Count: 2 },
      ],
      StatsKV: [{ Name: 'a', Sum: 82, Count: 2 }],
      TotalSize: 70_000,
      TotalSizeKV: 82,
    });
    const plain = JSON.parse((await run('inspect', '-format=json', file)).out);
    assert.deepEqual([plain.StatsKV, plain.TotalSizeKV], [null, 0]);
  });

  for (const [name, [broken, says]] of Object.entries(damaged)) {
    test(`${name} is neither saved nor restored nor shown`, async () => {
      writeFileSync(file, 'what was there');
      answer = (response) => response.end(broken);
      const saved = await run('save', file);
      assert.match(saved.err, says);
      assert.match(saved.err, /^Error verifying snapshot file: /);
      assert.equal(saved.code, 1);
      assert.equal(readFileSync(file, 'utf8'), 'what was there');
      assert.deepEqual(readdirSync(folder), ['a.b.snap']);
      received = [];
      writeFileSync(file, broken);
      assert.match((await run('restore', file)).err, says);
      assert.match((await run('inspect', file)).err, says);
      assert.deepEqual(received, []);
    });
  }

  test('says what the server says', async () => {
    writeFileSync(file, whole);
    answer = (response) => response.writeHead(500).end('no leader');
    const reason = 'Unexpected response code: 500 (no leader)\n';
    assert.equal((await run('save', file)).err, `Error saving snapshot: ${reason}`);
    assert.equal((await run('restore', file)).err, `Error restoring snapshot: ${reason}`);
  });
});

describe('snapshot:', () => {
  testCommands({
    'no file to save': { run: 'snapshot save', code: 1, err: 'Missing FILE argument\n' },
    'no file to restore': { run: 'snapshot restore', code: 1, err: 'Missing FILE argument\n' },
    'no file to inspect': { run: 'snapshot inspect', code: 1, err: 'Missing FILE argument\n' },
    'two files': {
      run: 'snapshot save a b',
      code: 1,
      err: 'Too many arguments (expected 1, got 2)\n',
    },
    'a file that is not there': {
      run: 'snapshot restore /nowhere',
      code: 1,
      err: 'Error opening snapshot file: open /nowhere: no such file or directory\n',
      requests: [],
    },
    'another format': {
      run: 'snapshot inspect -format=x a',
      code: 1,
      err: 'Invalid format, valid formats are {pretty|json}\n',
    },
  });
});
