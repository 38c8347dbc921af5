// SPDX-License-Identifier: Apache-2.0
// Secrets: values that must never reach a log, a response or an error by accident, and how to compare them.
import { timingSafeEqual } from 'node:crypto';

const SHOWN = '[secret]';

/** A text that shows itself as `[secret]` wherever it is printed or serialised; `reveal` is the only way to it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for the one place that needs it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN;
  }
}

/** Whether two secrets are the same, in a time that depends on their lengths only. An empty one equals nothing. */
export function secretsEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right);
}
