// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runHeld } from './run-held.ts';

test('a program that will not end is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'held-'));
  const files = watch(folder);
  const began = once(files, 'change');
  const ended = new AbortController();
  const said: string[] = [];
  const script = `trap '' TERM; echo > ${join(folder, 'began')}; while :; do sleep 0.05; done`;
  const running = runHeld([script], {
    usesShell: true,
    passesInput: false,
    terminal: {
      out: () => {},
      err: (text) => void said.push(text),
      environment: {},
      readInput: () => Promise.resolve(Buffer.alloc(0)),
      onInterrupt: () => () => {},
    },
    say: (message) => void said.push(message.replace(/\d+$/, '…')),
    lost: new Promise(() => {}),
    ended: ended.signal,
    graceMs: 20,
  });
  await began;
  files.close();
  ended.abort();
  assert.equal(await running, undefined);
  assert.deepEqual(said, [
    'Starting handler',
    'Shutdown triggered, killing child',
    'Terminating child pid …',
    'Child did not exit after grace period of 0.02s',
    'Killing child pid …',
    'Error running handler: signal: killed\n',
  ]);
  rmSync(folder, { recursive: true });
});
