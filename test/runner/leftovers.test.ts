// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

test('what tests leave behind is found, named and removed', () => {
  const script = `
    import { spawn } from 'node:child_process';
    import { existsSync, writeFileSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { Leftovers } from ${JSON.stringify(join(dirname(import.meta.filename), 'leftovers.ts'))};
    const leftovers = Leftovers.watch();
    const folder = tmpdir();
    writeFileSync(folder + '/forgotten', '');
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    const found = leftovers.clear();
    const again = leftovers.clear().filter((what) => !what.startsWith('process'));
    leftovers.end();
    console.log(JSON.stringify({ found, again, signal: await ended, left: existsSync(folder) }));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  assert.equal(stderr, '');
  const { found, again, signal, left } = JSON.parse(stdout);
  assert.equal(found.length, 2);
  assert.match(found[0], /^process \d+: sleep 600$/);
  assert.equal(found[1], 'temporary file: forgotten');
  assert.deepEqual({ again, signal, left }, { again: [], signal: 'SIGKILL', left: false });
});
