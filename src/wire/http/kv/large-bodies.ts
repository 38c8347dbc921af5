// SPDX-License-Identifier: Apache-2.0
// Bodies too large to be kept for as long as somebody might ask again: the newest are, up to a sum of bytes.
// Small ones live as long as the value that they show (json.ts), and there are thousands of those.

const MAX_BYTES = 32 * 1024 * 1024;

export class LargeBodies {
  readonly #maxBytes: number;
  // In the order of use.
  readonly #bodies = new Map<object, Buffer>();
  #bytes = 0;

  constructor(maxBytes: number = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The value as JSON. It must not change afterwards. */
  of(value: object): Buffer {
    const found = this.#bodies.get(value);
    const body = found ?? Buffer.from(JSON.stringify(value));
    this.#bodies.delete(value);
    this.#bodies.set(value, body);
    if (found === undefined) this.#bytes += body.length;
    for (const [oldest, old] of this.#bodies) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#bodies.delete(oldest);
      this.#bytes -= old.length;
    }
    return body;
  }
}
