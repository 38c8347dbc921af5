// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { applyRights, clearSocket, socketPath } from './unix-socket.ts';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'socket-'))));
after(() => rmSync(folder, { recursive: true }));

const NONE = { user: undefined, group: undefined, mode: undefined };

describe('a socket of the file system', () => {
  test('is told from an address', () => {
    assert.equal(socketPath('unix:///run/x.sock'), '/run/x.sock');
    assert.equal(socketPath('127.0.0.1'), undefined);
  });

  test('that was left goes', async () => {
    const path = join(folder, 'left.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    clearSocket(path);
    assert.equal(existsSync(path), false);
    clearSocket(path);
    await new Promise((resolve) => server.close(resolve));
  });

  test('replaces no file of another kind', () => {
    const path = join(folder, 'precious');
    writeFileSync(path, 'x');
    assert.throws(() => clearSocket(path), /precious is there and is no socket$/);
  });

  test('has the mode that it is given', () => {
    const path = join(folder, 'mode');
    writeFileSync(path, '');
    applyRights(path, { ...NONE, mode: '0640' });
    assert.equal(statSync(path).mode & 0o777, 0o640);
    applyRights(path, { user: String(process.getuid?.()), group: undefined, mode: '600' });
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  const bad: readonly [Partial<typeof NONE> | object, RegExp][] = [
    [{ user: 'nobody-knows-them' }, /^Error: unknown user nobody-knows-them$/],
    [{ group: 'nobody-knows-them' }, /^Error: unknown group nobody-knows-them$/],
    [{ mode: 'rw' }, /^Error: invalid mode specified: rw$/],
  ];
  for (const [rights, message] of bad) {
    test(`refuses ${JSON.stringify(rights)}`, () => {
      const path = join(folder, 'bad');
      writeFileSync(path, '');
      assert.throws(() => applyRights(path, { ...NONE, ...rights }), message);
    });
  }
});
