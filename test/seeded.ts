// SPDX-License-Identifier: Apache-2.0
// Randomness that can be had again: a property test names its seed, and CAUSEWAY_SEED repeats the run.
import { randomInt } from 'node:crypto';

/** The seed of this run. */
export const seed = Number(process.env['CAUSEWAY_SEED'] ?? randomInt(1, 2 ** 31));

export interface Seeded {
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** A generator (mulberry32) that gives the same numbers for the same seed. */
export function seeded(from: number): Seeded {
  let state = from >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  return { below, pick };
}
