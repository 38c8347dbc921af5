// SPDX-License-Identifier: Apache-2.0
// Reads a snapshot as it arrives. In: bytes from outside. Out: its rows, when every sum is right and every row is one
// of a table that this version knows; a Refusal with Consul's words otherwise. What is held is bounded.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BLOCK, ChunkReader, headerOf, StreamEnded } from '../../cli/snapshot/tar.ts';
import type { SnapshotRows } from '../../commands/restore-snapshot.ts';
import { Refusal } from '../../model/refusal.ts';
import { FORMAT, META, type SnapshotMeta, STATE, SUMS } from './archive.ts';
import { RowCollector } from './rows.ts';

export interface ArchiveLimits {
  /** Of the state, uncompressed. */
  readonly maxStateBytes: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { maxStateBytes: 2 * 1024 ** 3 };
const MAX_SMALL_BYTES = 1024 * 1024;

export async function readArchive(
  body: AsyncIterable<Buffer>,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<SnapshotRows> {
  const source = Readable.from(body);
  const plain = source.pipe(createGunzip());
  source.on('error', (error) => plain.destroy(error));
  const progress = { bytes: 0 };
  source.on('data', (chunk: Buffer) => (progress.bytes += chunk.length));
  try {
    return await rowsOf(plain as AsyncIterable<Buffer>, limits);
  } catch (error) {
    throw explained(error, progress.bytes);
  } finally {
    source.destroy();
    plain.destroy();
  }
}

interface Members {
  readonly texts: Map<string, string>;
  readonly sums: Map<string, string>;
  readonly rows: RowCollector;
}

async function rowsOf(chunks: AsyncIterable<Buffer>, limits: ArchiveLimits): Promise<SnapshotRows> {
  const reader = new ChunkReader(chunks);
  const members: Members = { texts: new Map(), sums: new Map(), rows: new RowCollector() };
  for (;;) {
    const block = await reader.exactly(BLOCK);
    if (block === undefined) throw broken('failed reading snapshot: unexpected EOF');
    if (block.every((byte) => byte === 0)) break;
    await readMember(reader, headerFrom(block), members, limits);
  }
  await reader.drain();
  verify(members);
  return members.rows.finish();
}

function headerFrom(block: Buffer): ReturnType<typeof headerOf> {
  try {
    return headerOf(block);
  } catch {
    throw broken('failed reading snapshot: archive/tar: invalid tar header');
  }
}

async function readMember(
  reader: ChunkReader,
  { name, size }: ReturnType<typeof headerOf>,
  { texts, sums, rows }: Members,
  { maxStateBytes }: ArchiveLimits,
): Promise<void> {
  const isState = name === STATE;
  if (!isState && name !== META && name !== SUMS) {
    throw broken(`unexpected file ${JSON.stringify(name)} in snapshot`);
  }
  if (sums.has(name)) throw broken(`file ${JSON.stringify(name)} is there twice in snapshot`);
  const most = isState ? maxStateBytes : MAX_SMALL_BYTES;
  if (size > most) {
    throw broken(`file ${JSON.stringify(name)} has ${size} bytes, at most ${most} are taken`);
  }
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  // The sort of snapshot stands before its state: what is none of ours is not read as rows.
  const isOurs = isState && texts.has(META) && isOurMeta(texts.get(META) ?? '');
  for await (const part of reader.upTo(size)) {
    hash.update(part);
    if (isOurs) rows.take(part);
    else if (!isState) kept.push(part);
  }
  await reader.exactly((BLOCK - (size % BLOCK)) % BLOCK);
  sums.set(name, hash.digest('hex'));
  if (!isState) texts.set(name, Buffer.concat(kept).toString('utf8'));
}

function verify({ texts, sums }: Members): void {
  const told = new Map<string, string>();
  for (const line of (texts.get(SUMS) ?? '').split('\n')) {
    const [sum = '', name = ''] = line.split(/\s+/);
    if (name !== '') told.set(name, sum);
  }
  for (const name of [META, STATE]) {
    const integrity = 'failed checking integrity of snapshot';
    if (!sums.has(name) || !told.has(name)) {
      throw broken(`${integrity}: file missing for ${JSON.stringify(name)}`);
    }
    if (told.get(name) !== sums.get(name)) {
      throw broken(`${integrity}: hash check failed for ${JSON.stringify(name)}`);
    }
  }
  if (!isOurMeta(texts.get(META) ?? '')) {
    const text = `the snapshot is whole, but not of the format ${FORMAT}: one of Consul can't be restored here`;
    throw broken(text);
  }
}

function isOurMeta(text: string): boolean {
  try {
    const meta = JSON.parse(text) as Partial<SnapshotMeta> | null;
    return meta?.Format === FORMAT;
  } catch {
    return false;
  }
}

function broken(why: string): Refusal {
  return new Refusal('rpc-error', `failed to read snapshot file: ${why}`);
}

function explained(error: unknown, bytes: number): unknown {
  if (error instanceof StreamEnded) {
    return broken('failed to read or write snapshot data: unexpected EOF');
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('Z_') !== true) return error;
  if (bytes === 0) return new Refusal('rpc-error', 'failed to decompress snapshot: EOF');
  if (code === 'Z_BUF_ERROR') {
    return broken('failed to read or write snapshot data: unexpected EOF');
  }
  return new Refusal('rpc-error', 'failed to decompress snapshot: gzip: invalid header');
}
