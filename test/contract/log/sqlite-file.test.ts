// SPDX-License-Identifier: Apache-2.0
// What only a store on disk can get wrong: whose file it is, its format, its rights, its lock.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FORMAT_VERSION } from '../../../src/log/sqlite/database.ts';
import { openSqliteLog, StoreError } from '../../../src/log/sqlite/store.ts';
import { commits, put, rowsOf } from './driver.ts';

const NOBODY = 65_534;

let directory = '';
let path = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'causeway-log-'));
  path = join(directory, 'store.db');
});

afterEach(async () => {
  // Some tests take the rights away that removing takes.
  await chmod(directory, 0o700);
  await rm(directory, { recursive: true });
});

async function refusal(file = path): Promise<string> {
  const error = await openSqliteLog(file).then(
    () => assert.fail('it was opened'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StoreError);
  return error.message;
}

function database(run: (database: DatabaseSync) => void): void {
  const opened = new DatabaseSync(path);
  run(opened);
  opened.close();
}

async function makeStore(): Promise<void> {
  const log = await openSqliteLog(path);
  await commits(log, [put('a')]);
  await log.close();
}

// Rights bind nobody who is root: then the store is given to another user, who has to try.
async function openAsUser() {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    for (const file of [directory, path]) await chown(file, NOBODY, NOBODY).catch(() => {});
  }
  const child = fileURLToPath(new URL('./open-once.ts', import.meta.url));
  return spawnSync(process.execPath, [child, path], {
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    encoding: 'utf8',
    env: {},
  });
}

describe('the file of a sqlite log', () => {
  test('carries its format version from the first moment', async () => {
    await makeStore();
    database((opened) => {
      assert.deepEqual({ ...opened.prepare('PRAGMA user_version').get() }, { user_version: 1 });
    });
    const header = await readFile(path);
    assert.equal(header.readUInt32BE(60), FORMAT_VERSION);
    assert.equal(header.subarray(68, 72).toString(), 'CWAY');
  });

  test('of a newer format is refused and left as it is', async () => {
    await makeStore();
    database((opened) => opened.exec(`PRAGMA user_version = ${FORMAT_VERSION + 1}`));
    const before = await readFile(path);
    assert.equal(
      await refusal(),
      `${path} has format 2 and this version knows formats up to 1: run a newer Causeway`,
    );
    assert.deepEqual(await readFile(path), before);
  });

  test('of another application is refused and left as it is', async () => {
    database((opened) => opened.exec('CREATE TABLE rows (a); PRAGMA user_version = 1'));
    const before = await readFile(path);
    assert.equal(await refusal(), `${path} is not a Causeway store: it is left as it is`);
    assert.deepEqual(await readFile(path), before);
  });

  test('that is no database is refused and left as it is', async () => {
    await writeFile(path, 'retry_join = []\n'.repeat(100));
    const before = await readFile(path);
    assert.equal(await refusal(), `${path} is not a Causeway store: it is left as it is`);
    assert.deepEqual(await readFile(path), before);
  });

  test('that is empty becomes a store', async () => {
    await writeFile(path, '');
    await makeStore();
    const log = await openSqliteLog(path);
    assert.deepEqual(Object.keys(await rowsOf(log)), ['a']);
    await log.close();
  });

  test('can be read by its owner alone, and so can what lies beside it', async () => {
    const log = await openSqliteLog(path);
    await commits(log, [put('a')]);
    for (const file of [path, `${path}-wal`]) {
      assert.equal((await stat(file)).mode & 0o777, 0o600, file);
    }
    await log.close();
  });

  test('is used by one process at a time', async () => {
    const log = await openSqliteLog(path);
    await commits(log, [put('a')]);
    assert.equal(await refusal(), `${path} is in use by another process`);
    await log.close();
    const next = await openSqliteLog(path);
    assert.deepEqual(Object.keys(await rowsOf(next)), ['a']);
    await next.close();
  });

  test('in a directory that is missing or is a file is refused with the reason', async () => {
    const missing = join(directory, 'missing', 'store.db');
    assert.match(await refusal(missing), /store\.db can't be written: ENOENT/);
    await writeFile(path, '');
    assert.match(await refusal(join(path, 'store.db')), /store\.db can't be written: ENOTDIR/);
    await mkdir(join(directory, 'folder'));
    assert.match(await refusal(join(directory, 'folder')), /folder can't be written: EISDIR/);
  });

  const unwritable: [string, () => Promise<void>, RegExp][] = [
    ['a directory', () => chmod(directory, 0o555), /store\.db can't be written: EACCES/],
    ['a file', () => makeStore().then(() => chmod(path, 0o444)), /can't be written: EACCES/],
    [
      'the directory of a store that exists',
      () => makeStore().then(() => chmod(directory, 0o555)),
      /store\.db can't be written: attempt to write a readonly/,
    ],
  ];
  for (const [what, prepare, message] of unwritable) {
    test(`that can't be written because of the rights of ${what} is refused`, async (t) => {
      await prepare();
      const { status, stdout, stderr } = await openAsUser();
      if (/open-once\.ts|ENOENT|permission denied/.test(stderr)) {
        t.skip('the sources cannot be read by a user who is not root');
        return;
      }
      assert.equal(status, 3, stderr);
      assert.match(stdout, message);
    });
  }

  test('that is damaged is an error that names what is damaged', async () => {
    await makeStore();
    database((opened) => opened.exec("UPDATE rows SET value = '{' WHERE key = 'a'"));
    assert.equal(await refusal(), 'the stored row things a is damaged: restore a backup');
  });
});
