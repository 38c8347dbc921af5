// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';
import { multipleErrors } from '../shape/problems.ts';
import type { ConfigEntry } from './entry.ts';

const MAX_PAIRS = 64;
const MAX_KEY_BYTES = 128;
const MAX_VALUE_BYTES = 512;

/** What is wrong with an entry's Meta: less is asked of it than of a node's. */
export function metaProblems({ Meta }: ConfigEntry): readonly string[] {
  const problems: string[] = [];
  const pairs = Object.entries(Meta ?? {});
  if (pairs.length > MAX_PAIRS) problems.push(`Meta exceeds maximum element count ${MAX_PAIRS}`);
  for (const [key, value] of pairs) {
    const name = JSON.stringify(key);
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
      problems.push(`Meta key ${name} exceeds maximum length ${MAX_KEY_BYTES}`);
    }
    if (Buffer.byteLength(value) > MAX_VALUE_BYTES) {
      problems.push(`Meta value for key ${name} exceeds maximum length ${MAX_VALUE_BYTES}`);
    }
  }
  return problems;
}

/** Refuses an entry for its problems, all of them in one text. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw refused(multipleErrors(problems));
}

/** Consul answers what it can't accept with its text and a 500. */
export const refused = (message: string): Refusal => new Refusal('rpc-error', message);

/** What Consul's store says of an entry that has no name where nothing before it asked for one. */
export const NAMELESS = 'failed inserting config entry: object missing primary index';
