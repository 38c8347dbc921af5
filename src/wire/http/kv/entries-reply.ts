// SPDX-License-Identifier: Apache-2.0
import type { ShownEntry } from '../../../views/kv/shown-entry.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { LargeBodies } from './large-bodies.ts';

const LARGE_BYTES = 16 * 1024;
// Of what stands around a value.
const ENTRY_BYTES = 120;
const JSON_TYPE = { 'Content-Type': 'application/json' };

const large = new LargeBodies();

/** Entries as a body that is shared by those who ask alike, for a while when it is large. 404 for none. */
export function entriesReply(
  { query }: HttpRequest,
  entries: readonly ShownEntry[],
  index: number,
): HttpReply {
  if (entries.length === 0) return { status: 404, index };
  if (query.has('pretty') || !isLarge(entries)) return { json: entries, index };
  return { bytes: large.of(entries), index, headers: JSON_TYPE };
}

function isLarge(entries: readonly ShownEntry[]): boolean {
  let bytes = 0;
  for (const { Key, Value } of entries) {
    bytes += ENTRY_BYTES + Key.length + (Value?.length ?? 0);
    if (bytes > LARGE_BYTES) return true;
  }
  return false;
}
