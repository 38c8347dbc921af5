// SPDX-License-Identifier: Apache-2.0
// A child process that writes until it is killed and says what was acknowledged, a line each, after the
// fact: `open <revision>`, `ack <key> <revision>`, `count <n> <revision>`, `beat <revision>`.
// Arguments: the store, a prefix for keys, how many writers, and how many acknowledgements are enough.
import { openSqliteLog } from '../../../src/log/sqlite/store.ts';
import { commits, put } from './driver.ts';

const [path = '', prefix = '', writers = '16', enough = 'Infinity'] = process.argv.slice(2);
const log = await openSqliteLog(path);
const { revision, rows } = await log.snapshot();
// Standard output is a pipe, which Node writes to synchronously: a line that was written is not lost.
const say = (line: string) => process.stdout.write(`${line}\n`);
say(`open ${revision}`);
let left = Number(enough);
let next = 0;

async function writePairs(): Promise<void> {
  while (left > 0) {
    left -= 1;
    const key = `${prefix}-${next}`;
    next += 1;
    const value = { key, filling: 'x'.repeat(200) };
    const at = await commits(log, [put(key, value), put(key, value, 'pairs')]);
    say(`ack ${key} ${at}`);
  }
}

async function count(): Promise<void> {
  const row = rows.find(({ key }) => key === 'counter');
  let { n } = (row?.value ?? { n: 0 }) as { n: number };
  while (left > 0) {
    n += 1;
    say(`count ${n} ${await commits(log, [put('counter', { n })])}`);
  }
}

async function beat(): Promise<void> {
  const lease = log.grantLease(60_000);
  while (left > 0) say(`beat ${await commits(log, [put('beat')], { lease })}`);
}

const pairs = Array.from({ length: Number(writers) }, writePairs);
await Promise.all(Number(writers) > 1 ? [...pairs, count(), beat()] : pairs);
await log.close();
