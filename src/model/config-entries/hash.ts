// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { ConfigEntry } from './entry.ts';

const HASH_BITS = 52;

/** A number that differs when entries do: what clients compare to see drift. Never 0; exact as a JSON number. */
export function hashOf(entry: ConfigEntry): number {
  const digest = createHash('sha256').update(JSON.stringify(entry)).digest();
  return Number(digest.readBigUInt64BE() >> BigInt(64 - HASH_BITS)) || 1;
}
