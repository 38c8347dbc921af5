// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { ConfigEntry } from './entry.ts';

const HASH_BITS = 52;

/** A number that differs when entries do: what clients compare to see drift. Never 0; exact as a JSON number. */
export function hashOf(entry: ConfigEntry): number {
  return Number(digestOf(entry).readBigUInt64BE() >> BigInt(64 - HASH_BITS)) || 1;
}

/** The 32 bytes that differ when the values do. */
export function digestOf(value: object): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
