// SPDX-License-Identifier: Apache-2.0

/** Time as parts that wait are given it, so that a test can be the clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs something later, unless what it returns is called before. */
  after(delayMs: number, run: () => void): () => void;
}
