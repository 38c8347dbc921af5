// SPDX-License-Identifier: Apache-2.0
// Reads a snapshot as it arrives. In: bytes from outside. Out: its rows, when every sum is right and every row is one
// of a table that this version knows; a Refusal with Consul's words otherwise. What is held is bounded.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BLOCK, ChunkReader, headerOf, StreamEnded } from '../../cli/snapshot/tar.ts';
import type { SnapshotRows } from '../../commands/restore-snapshot.ts';
import { goQuote } from '../../model/go-quote.ts';
import { jsonSyntaxError } from '../../model/json-syntax.ts';
import { BrokenOff, Refusal } from '../../model/refusal.ts';
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
  const progress: Progress = { bytes: 0, failed: READING };
  source.on('data', (chunk: Buffer) => (progress.bytes += chunk.length));
  try {
    return await rowsOf(plain as AsyncIterable<Buffer>, limits, progress);
  } catch (error) {
    throw explained(error, progress);
  } finally {
    source.destroy();
    plain.destroy();
  }
}

/** How far it has come, for the words that tell what failed. */
interface Progress {
  /** Of what arrived. */
  bytes: number;
  failed: string;
}

const READING = 'failed reading snapshot';
const FAILED: Readonly<Record<string, string>> = {
  [META]: 'failed to read snapshot metadata',
  [STATE]: 'failed to read or write snapshot data',
  [SUMS]: 'failed to read snapshot hashes',
};

interface Members {
  readonly texts: Map<string, string>;
  readonly sums: Map<string, string>;
  readonly rows: RowCollector;
}

async function rowsOf(
  chunks: AsyncIterable<Buffer>,
  limits: ArchiveLimits,
  progress: Progress,
): Promise<SnapshotRows> {
  const reader = new ChunkReader(chunks);
  const members: Members = { texts: new Map(), sums: new Map(), rows: new RowCollector() };
  for (;;) {
    if (await reader.isAtEnd()) break;
    const block = await reader.exactly(BLOCK);
    if (block === undefined) throw broken(`${READING}: unexpected EOF`);
    if (block.every((byte) => byte === 0)) break;
    const member = headerFrom(block);
    progress.failed = FAILED[member.name] ?? READING;
    await readMember(reader, member, members, limits);
    progress.failed = READING;
  }
  await reader.drain();
  verify(members);
  return members.rows.finish();
}

function headerFrom(block: Buffer): ReturnType<typeof headerOf> {
  try {
    return headerOf(block);
  } catch {
    throw broken(`${READING}: archive/tar: invalid tar header`);
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
  const metaError = name === META ? jsonSyntaxError(texts.get(META) ?? '') : undefined;
  if (metaError !== undefined) throw broken(`failed to decode snapshot metadata: ${metaError}`);
}

function verify({ texts, sums }: Members): void {
  const problem = sumsProblem(texts.get(SUMS) ?? '', sums);
  if (problem !== undefined) throw broken(`failed checking integrity of snapshot: ${problem}`);
  if (!isOurMeta(texts.get(META) ?? '')) {
    const text = `the snapshot is whole, but not of the format ${FORMAT}: one of Consul can't be restored here`;
    throw broken(text);
  }
}

function sumsProblem(text: string, sums: ReadonlyMap<string, string>): string | undefined {
  const missing = new Set([META, STATE]);
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (text === '') break;
    const [, sum = '', name] = /^\s*([\da-f]*)(?:\s+(\S+))?/i.exec(line) ?? [];
    if (sum === '') return line.trim() === '' ? 'unexpected EOF' : 'no hex data for %x string';
    if (sum.length % 2 !== 0) return 'illegal hex digit';
    if (name === undefined) return 'unexpected EOF';
    if (name !== META && name !== STATE) return `list missing hash for ${goQuote(name)}`;
    if (sums.get(name) !== sum.toLowerCase()) return `hash check failed for ${goQuote(name)}`;
    missing.delete(name);
  }
  const [first] = [...missing].toSorted((a, b) => Number(sums.has(a)) - Number(sums.has(b)));
  return first === undefined ? undefined : `file missing for ${goQuote(first)}`;
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

// As many bytes as gzip begins with.
const GZIP_HEADER_BYTES = 10;

function explained(error: unknown, { bytes, failed }: Progress): unknown {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  // An archive that ends too early and a client that does are told alike.
  const isCutOff = error instanceof BrokenOff || code === 'Z_BUF_ERROR';
  if (error instanceof StreamEnded) return broken(`${failed}: unexpected EOF`);
  if (!isCutOff && code?.startsWith('Z_') !== true) return error;
  const unzipped = (why: string) => {
    return new Refusal('rpc-error', `failed to decompress snapshot: ${why}`);
  };
  if (bytes < GZIP_HEADER_BYTES) {
    return unzipped(bytes === 0 && !(error instanceof BrokenOff) ? 'EOF' : 'unexpected EOF');
  }
  if (isCutOff) return broken(`${failed}: unexpected EOF`);
  if (message === 'incorrect header check') return unzipped('gzip: invalid header');
  const isSum = message === 'incorrect data check' || message === 'incorrect length check';
  // The sum comes last, when all of it has been read.
  return isSum
    ? new Refusal('rpc-error', 'gzip: invalid checksum')
    : broken(`${failed}: flate: corrupt input`);
}
