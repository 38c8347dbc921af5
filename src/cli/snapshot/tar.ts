// SPDX-License-Identifier: Apache-2.0
// The parts of a tar, read from a stream of chunks as they come.

export const BLOCK = 512;

/** Throws an Error for a block that is no header. */
export function headerOf(header: Buffer): { name: string; size: number; isFile: boolean } {
  const field = (from: number, length: number) =>
    header.toString('latin1', from, from + length).replace(/[\0 ].*$/s, '');
  const checksum = header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
  const told = header.toString('latin1', 148, 156).replaceAll(/[\0 ]/g, '');
  const size = sizeOf(header);
  if (Number.parseInt(told, 8) !== checksum || !Number.isSafeInteger(size) || size < 0) {
    throw new Error('failed to read snapshot: archive/tar: invalid tar header');
  }
  const type = field(156, 1);
  return { name: field(0, 100), size, isFile: type === '' || type === '0' };
}

/** Octal, or beyond 8 GiB a number in base 256. */
function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) !== 0) return Number(field.readBigUInt64BE(4));
  return Number.parseInt(field.toString('latin1').replaceAll(/[\0 ]/g, '') || '0', 8);
}

/** Cuts a stream of chunks into pieces of the wanted length. */
export class ChunkReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether there is nothing more; waits until that is known. */
  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done = false } = await this.#chunks.next();
      if (done) return true;
      this.#rest = value as Buffer;
    }
    return false;
  }

  /** Undefined when the stream ends before. */
  async exactly(length: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    try {
      for await (const part of this.upTo(length)) parts.push(part);
    } catch (error) {
      if (error instanceof StreamEnded) return undefined;
      throw error;
    }
    return Buffer.concat(parts);
  }

  async *upTo(length: number): AsyncGenerator<Buffer> {
    let missing = length;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const { value, done = false } = await this.#chunks.next();
        if (done) throw new StreamEnded('failed to read snapshot: unexpected EOF');
        this.#rest = value as Buffer;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }

  /** Lets the rest pass, so that what closes the stream is checked too. */
  async drain(): Promise<void> {
    while (!((await this.#chunks.next()).done ?? false));
  }
}

/** The stream ended in the middle of something. */
export class StreamEnded extends Error {}
