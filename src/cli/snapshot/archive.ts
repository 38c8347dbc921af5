// SPDX-License-Identifier: Apache-2.0
// Reads a snapshot: a gzipped tar of meta.json, the state, and the SHA-256 of both. In: a file. Out: what meta.json
// says and the size of the state, or an Error that says what is wrong. The state is hashed as it passes, never held.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { fileErrorText } from '../../client/system-error.ts';
import { BLOCK, ChunkReader, headerOf } from './tar.ts';

const MAX_SMALL_FILE = 1024 * 1024;
const SUMS = 'SHA256SUMS';
const META = 'meta.json';
const STATE = 'state.bin';

/** meta.json of a snapshot. */
export interface SnapshotMeta {
  readonly ID: string;
  readonly Size: number;
  readonly Index: number;
  readonly Term: number;
  readonly Version: number;
}

interface Member {
  readonly size: number;
  readonly sha256: string;
  /** The whole of a small file; undefined for the state. */
  readonly text: string | undefined;
}

/**
 * What a snapshot says of itself, when all of it is there and whole. Throws an Error otherwise. `onState` is told of
 * the state as it passes, before that is known.
 */
export async function verifySnapshot(
  path: string,
  onState: (chunk: Buffer) => void = () => {},
): Promise<SnapshotMeta> {
  const members = await membersOf(path, onState);
  const sums = members.get(SUMS)?.text;
  const meta = members.get(META)?.text;
  if (sums === undefined) throw new Error(`failed to read snapshot: there is no ${SUMS}`);
  if (meta === undefined) throw new Error(`failed to read snapshot: there is no ${META}`);
  const expected = new Map(
    sums
      .split('\n')
      .filter((line) => line !== '')
      .map((line): [string, string] => {
        const [sha256 = '', name = ''] = line.split(/\s+/);
        return [name, sha256];
      }),
  );
  for (const [name, { sha256 }] of members) {
    if (name !== SUMS && expected.get(name) !== sha256) {
      throw new Error(`failed to verify snapshot: hash check failed for ${JSON.stringify(name)}`);
    }
  }
  const missing = [...expected.keys()].find((name) => !members.has(name));
  if (missing !== undefined) {
    throw new Error(`failed to verify snapshot: there is no ${JSON.stringify(missing)}`);
  }
  return JSON.parse(meta) as SnapshotMeta;
}

async function membersOf(
  path: string,
  onState: (chunk: Buffer) => void,
): Promise<ReadonlyMap<string, Member>> {
  const file = createReadStream(path);
  const plain = file.pipe(createGunzip());
  file.on('error', (error) => plain.destroy(error));
  try {
    return await readTar(plain as AsyncIterable<Buffer>, onState);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') {
      const reason = fileErrorText(error, path);
      throw new Error(`failed to decompress snapshot: ${reason}`, { cause: error });
    }
    if (code?.startsWith('Z_') !== true) throw error;
    const reason = code === 'Z_BUF_ERROR' ? 'unexpected EOF' : 'gzip: invalid header';
    throw new Error(`failed to decompress snapshot: ${reason}`, { cause: error });
  } finally {
    file.destroy();
  }
}

async function readTar(
  chunks: AsyncIterable<Buffer>,
  onState: (chunk: Buffer) => void,
): Promise<ReadonlyMap<string, Member>> {
  const members = new Map<string, Member>();
  const reader = new ChunkReader(chunks);
  for (;;) {
    const header = await reader.exactly(BLOCK);
    if (header === undefined) throw new Error('failed to read snapshot: unexpected EOF');
    if (header.every((byte) => byte === 0)) break;
    const { name, size, isFile } = headerOf(header);
    if (isFile && members.has(name)) {
      throw new Error(`failed to read snapshot: ${JSON.stringify(name)} is there twice`);
    }
    const member = await memberOf(reader, size, name === STATE ? onState : undefined);
    await reader.exactly((BLOCK - (size % BLOCK)) % BLOCK);
    if (isFile) members.set(name, member);
  }
  await reader.drain();
  return members;
}

async function memberOf(
  reader: ChunkReader,
  size: number,
  onPart: ((part: Buffer) => void) | undefined,
): Promise<Member> {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  for await (const part of reader.upTo(size)) {
    hash.update(part);
    onPart?.(part);
    if (size <= MAX_SMALL_FILE) kept.push(part);
  }
  return {
    size,
    sha256: hash.digest('hex'),
    text: size <= MAX_SMALL_FILE ? Buffer.concat(kept).toString('utf8') : undefined,
  };
}
