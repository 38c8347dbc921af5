// SPDX-License-Identifier: Apache-2.0
// A kill does not show whether data was synced: the kernel still holds it. A trace of the system calls
// does: between the write to the log file and the acknowledgement there is a completed sync of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./write-until-killed.ts', import.meta.url));
const CALLS = 'pwrite64,pwritev,write,writev,fsync,fdatasync';
const ACKNOWLEDGED = 25;

type Event = 'written' | 'synced' | 'acknowledged';

/** The calls that matter, in order: a write when it begins, a sync when it has succeeded. */
function eventsOf(trace: string): Event[] {
  const events: Event[] = [];
  const syncing = new Set<string>();
  for (const line of trace.split('\n')) {
    const [thread = '', ...rest] = line.split(' ').filter((word) => word !== '');
    const call = rest.join(' ');
    const isWal = /^\w+\(\d+<[^>]*store\.db-wal>/.test(call);
    if (/^p?writev?(64)?\(1</.test(call) && call.includes('"ack ')) events.push('acknowledged');
    else if (isWal && call.startsWith('pwrite')) events.push('written');
    else if (isWal && /^f(data)?sync\(.*\) = 0$/.test(call)) events.push('synced');
    else if (isWal && /^f(data)?sync\(.*<unfinished/.test(call)) syncing.add(thread);
    else if (/^<\.\.\. f(data)?sync resumed>\) = 0$/.test(call) && syncing.delete(thread)) {
      events.push('synced');
    }
  }
  return events;
}

test('data is synced before the reply: a trace of system calls shows it', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-sync-'));
  try {
    const trace = join(directory, 'trace');
    const store = join(directory, 'store.db');
    const strace = ['-f', '-y', '-s', '16', '-e', `trace=${CALLS}`, '-o', trace];
    const child = [process.execPath, CHILD, store, 'one', '1', String(ACKNOWLEDGED)];
    const run = spawnSync('strace', [...strace, ...child], { encoding: 'utf8' });
    if (run.error !== undefined) {
      t.skip('strace is not installed');
      return;
    }
    if (/ptrace|PTRACE/.test(run.stderr)) {
      t.skip('strace is not permitted to trace here');
      return;
    }
    assert.equal(run.status, 0, run.stderr);
    const events = eventsOf(await readFile(trace, 'utf8'));
    assert.equal(events.filter((event) => event === 'acknowledged').length, ACKNOWLEDGED);
    let sinceReply: Event[] = [];
    for (const event of events) {
      if (event !== 'acknowledged') {
        sinceReply.push(event);
        continue;
      }
      const written = sinceReply.lastIndexOf('written');
      const synced = sinceReply.lastIndexOf('synced');
      assert.ok(written >= 0 && synced > written, `a reply after ${sinceReply.join(', ')}`);
      sinceReply = [];
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});
