// SPDX-License-Identifier: Apache-2.0
// How much of a check's output is kept.

export const MAX_OUTPUT_BYTES = 4_096;

/** The beginning of a text, with a note of what was cut off. */
export function truncated(output: string, maxBytes: number): string {
  const bytes = Buffer.from(output);
  if (bytes.length <= maxBytes) return output;
  const kept = bytes.subarray(0, maxBytes).toString('utf8');
  return `${kept} ... (captured ${maxBytes} of ${bytes.length} bytes)`;
}

/** Collects a stream and keeps its end. */
export class TailBuffer {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #size = 0;
  #written = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#written += chunk.length;
    if (this.#size <= 2 * this.#maxBytes) return;
    const tail = Buffer.concat(this.#chunks).subarray(-this.#maxBytes);
    this.#chunks = [tail];
    this.#size = tail.length;
  }

  /** The end, with a note of how much was written when it is not all. */
  captured(): string {
    const text = this.toString();
    if (this.#written <= this.#maxBytes) return text;
    return `Captured ${this.#maxBytes} of ${this.#written} bytes\n...\n${text}`;
  }

  toString(): string {
    return Buffer.concat(this.#chunks).subarray(-this.#maxBytes).toString('utf8');
  }
}
