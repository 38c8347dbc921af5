// SPDX-License-Identifier: Apache-2.0
import type { KvRow } from '../../model/kv/entry.ts';
import { uint64Json } from '../../model/uint64.ts';
import type { Row } from '../../state/table.ts';

/** A key as the API shows it. */
export interface ShownEntry {
  readonly Key: string;
  /** Base64; null for no bytes. */
  readonly Value: string | null;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

// A row is shown again whenever another key of its folder changes.
const shown = new WeakMap<Row<KvRow>, ShownEntry>();

export function shownEntry(row: Row<KvRow>): ShownEntry {
  let entry = shown.get(row);
  if (entry === undefined) {
    entry = entryOf(row);
    shown.set(row, entry);
  }
  return entry;
}

function entryOf({ value, createRevision, modifyRevision }: Row<KvRow>): ShownEntry {
  const { Key, Value, Flags, LockIndex, Session } = value.entry;
  const entry = { LockIndex, Key, Flags: uint64Json(Flags), Value: Value === '' ? null : Value };
  const holder = Session === '' ? {} : { Session };
  return { ...entry, ...holder, CreateIndex: createRevision, ModifyIndex: modifyRevision };
}

/** Rows are replaced, never changed: the same keys at the same revisions are the same. */
export function areSameEntries(a: readonly ShownEntry[], b: readonly ShownEntry[]): boolean {
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}
