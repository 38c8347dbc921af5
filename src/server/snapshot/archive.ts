// SPDX-License-Identifier: Apache-2.0
// Writes a snapshot: a gzipped tar of meta.json, the state and the SHA-256 of both, as tools for Consul's snapshots
// expect it. The state is a row a line, in JSON; it is made twice, once for its size and sum, and never held as a whole.
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Snapshot, StoredRow } from '../../log/log.ts';
import { VERSION } from '../../model/version.ts';

export const META = 'meta.json';
export const STATE = 'state.bin';
export const SUMS = 'SHA256SUMS';
/** In meta.json, so that other snapshots are told from ours. Raise it when the meaning of a line changes. */
export const FORMAT = 'causeway/1';

export interface SnapshotMeta {
  readonly Version: number;
  readonly ID: string;
  readonly Index: number;
  readonly Term: number;
  readonly Size: number;
  readonly Format: string;
  readonly SavedBy: string;
}

const BLOCK = 512;
const CHUNK_BYTES = 64 * 1024;
// Longest stretch of writing before other work gets a turn.
const BUDGET_MS = 5;

/** The bytes of a snapshot as they are made. */
export function writeArchive(snapshot: Snapshot, nowMs: number): AsyncIterable<Buffer> {
  const gzip = createGzip();
  const write = async (): Promise<void> => {
    for await (const part of tarOf(snapshot, nowMs)) {
      if (gzip.destroyed) return;
      // Whoever reads decides how fast.
      if (!gzip.write(part)) await drained(gzip);
    }
    gzip.end();
  };
  write().catch((error: unknown) => gzip.destroy(error as Error));
  return gzip as AsyncIterable<Buffer>;
}

function drained(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

async function* tarOf({ revision, rows }: Snapshot, nowMs: number): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of stateOf(rows)) {
    size += chunk.length;
    hash.update(chunk);
  }
  const meta: SnapshotMeta = {
    Version: 1,
    ID: `1-${revision}-${nowMs}`,
    Index: revision,
    Term: 1,
    Size: size,
    Format: FORMAT,
    SavedBy: VERSION,
  };
  const described = Buffer.from(`${JSON.stringify(meta)}\n`);
  const sums = [
    `${createHash('sha256').update(described).digest('hex')}  ${META}\n`,
    `${hash.digest('hex')}  ${STATE}\n`,
  ];
  yield* member(META, described, nowMs);
  yield header(STATE, size, nowMs);
  yield* stateOf(rows);
  yield padding(size);
  yield* member(SUMS, Buffer.from(sums.join('')), nowMs);
  yield Buffer.alloc(2 * BLOCK);
}

async function* stateOf(rows: readonly StoredRow[]): AsyncGenerator<Buffer> {
  let text = '';
  let until = performance.now() + BUDGET_MS;
  for (const { table, key, value } of rows) {
    text += `${JSON.stringify([table, key, value])}\n`;
    if (text.length < CHUNK_BYTES) continue;
    yield Buffer.from(text);
    text = '';
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + BUDGET_MS;
  }
  if (text !== '') yield Buffer.from(text);
}

function* member(name: string, bytes: Buffer, nowMs: number): Generator<Buffer> {
  yield header(name, bytes.length, nowMs);
  yield bytes;
  yield padding(bytes.length);
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function header(name: string, size: number, nowMs: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) => {
    block.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
  };
  block.write(name, 0, 'latin1');
  octal(0o600, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(Math.floor(nowMs / 1_000), 136, 11);
  block.fill(' ', 148, 156);
  block.write('0', 156, 'latin1');
  block.write('ustar\0', 257, 'latin1');
  block.write('00', 263, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
