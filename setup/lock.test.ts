// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { withLock } from './lock.mjs';

const never = new AbortController().signal;

describe('the set-up lock', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock = join(folder, 'setup.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('lets one through at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
    };
    await Promise.all([withLock(lock, never, work), withLock(lock, never, work)]);
    assert.equal(most, 1);
  });

  test('is gone afterwards, also when the work fails', async () => {
    const failing = withLock(lock, never, async () => {
      assert.ok(existsSync(lock));
      throw new Error('no disk');
    });
    await assert.rejects(failing, /no disk/);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('is taken over from a process that has ended', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock, `${pid}\n`);
    let ran = false;
    await withLock(lock, never, async () => {
      ran = true;
    });
    assert.ok(ran);
  });

  test('is waited for while its holder lives, until interrupted', async () => {
    writeFileSync(lock, `${process.pid}\n`);
    const interrupted = AbortSignal.abort();
    await assert.rejects(
      withLock(lock, interrupted, async () => assert.fail('entered')),
      { name: 'AbortError' },
    );
    assert.ok(existsSync(lock));
  });
});
