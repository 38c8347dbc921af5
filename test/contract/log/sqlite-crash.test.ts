// SPDX-License-Identifier: Apache-2.0
// An acknowledged write survives a kill, and no index that was ever handed out is handed out again.
// CAUSEWAY_LONG=1 kills fifty times instead of three.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '../../../src/log/log.ts';
import { openSqliteLog } from '../../../src/log/sqlite/store.ts';

const ROUNDS = process.env['CAUSEWAY_LONG'] === '1' ? 50 : 3;
const CHILD = fileURLToPath(new URL('./write-until-killed.ts', import.meta.url));

/** What a child said before it died; the last line may be cut off. */
async function killUnderLoad(path: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, path, `round${round}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const errors = text(child.stderr);
  const killAfterBytes = 2_000 + Math.random() * 60_000;
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    said += chunk;
    if (said.length > killAfterBytes) child.kill('SIGKILL');
  }
  const [, signal] = (await exit) as [number | null, NodeJS.Signals | null];
  assert.equal(signal, 'SIGKILL', await errors);
  return said.split('\n').slice(0, -1);
}

interface Acknowledged {
  readonly rows: Map<string, number>;
  count: number;
  highest: number;
}

function take(acknowledged: Acknowledged, line: string): void {
  const [kind, ...words] = line.split(' ');
  const revision = Number(words.at(-1));
  if (kind === 'open') {
    assert.ok(revision >= acknowledged.highest, `opened at ${revision}, ${line}`);
  } else if (kind === 'ack') {
    acknowledged.rows.set(words[0] ?? '', revision);
  } else if (kind === 'count') {
    acknowledged.count = Number(words[0]);
  }
  acknowledged.highest = Math.max(acknowledged.highest, revision);
}

function check({ revision, rows }: Snapshot, acknowledged: Acknowledged): void {
  assert.ok(revision >= acknowledged.highest, `${revision} is below ${acknowledged.highest}`);
  const stored = new Map(rows.map((row) => [`${row.table}/${row.key}`, row]));
  for (const [key, at] of acknowledged.rows) {
    assert.equal(stored.get(`things/${key}`)?.modifyRevision, at, key);
    assert.equal(stored.get(`pairs/${key}`)?.modifyRevision, at, key);
  }
  for (const [entry, row] of stored) {
    if (row.table === 'pairs') assert.ok(stored.has(`things/${row.key}`), `half of ${entry}`);
  }
  const counter = stored.get('things/counter')?.value as { n: number } | undefined;
  assert.ok((counter?.n ?? 0) >= acknowledged.count);
  assert.ok(!stored.has('things/beat'), 'a leased row was stored');
}

test(`a process that is killed ${ROUNDS} times under load loses no acknowledged write`, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-crash-'));
  const path = join(directory, 'store.db');
  const acknowledged: Acknowledged = { rows: new Map(), count: 0, highest: 0 };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const line of await killUnderLoad(path, round)) take(acknowledged, line);
      const log = await openSqliteLog(path);
      check(await log.snapshot(), acknowledged);
      await log.close();
    }
    t.diagnostic(`${acknowledged.rows.size} acknowledged writes, none lost`);
  } finally {
    await rm(directory, { recursive: true });
  }
});
