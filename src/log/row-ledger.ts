// SPDX-License-Identifier: Apache-2.0
// What an embedded log remembers of each row: its revisions and, for a leased one, its value and holder.
// In: writes in log order. Out: what the store has to do for each, and what a lease takes with it.
import { GUARDS, type Revision, type StoredRow, type Write } from './log.ts';

/** One row. `holder` and `value` are there only while it is leased: then nothing of it is on disk. */
class Entry {
  readonly table: string;
  readonly key: string;
  readonly createRevision: Revision;
  modifyRevision: Revision;
  holder: Holder | undefined;
  value: object | undefined;

  constructor(table: string, key: string, revision: Revision) {
    this.table = table;
    this.key = key;
    this.createRevision = revision;
    this.modifyRevision = revision;
  }
}

/** The rows that end with one lease. */
export class Holder {
  readonly rows = new Set<Entry>();
}

/** What the store must do so that it holds the durable rows and nothing else. */
export interface StoreWrite {
  readonly table: string;
  readonly key: string;
  readonly value: object | undefined;
  readonly createRevision: Revision;
  readonly modifyRevision: Revision;
}

export class RowLedger {
  readonly #tables = new Map<string, Map<string, Entry>>();

  load(row: StoredRow): void {
    const entry = new Entry(row.table, row.key, row.createRevision);
    entry.modifyRevision = row.modifyRevision;
    this.#table(row.table).set(row.key, entry);
  }

  /** The revision of a row, 0 when there is none. */
  revisionOf(table: string, key: string): Revision {
    return this.#tables.get(table)?.get(key)?.modifyRevision ?? 0;
  }

  /** Takes a write in and says what the store has to do: nothing when it concerns a leased row alone. */
  write(write: Write, revision: Revision, holder: Holder | undefined): StoreWrite | undefined {
    const { table, key, value } = write;
    const rows = this.#table(table);
    const found = rows.get(key);
    const wasStored = found !== undefined && found.holder === undefined;
    found?.holder?.rows.delete(found);
    if (value === undefined) {
      rows.delete(key);
      const { createRevision } = found ?? { createRevision: revision };
      return wasStored
        ? { table, key, value, createRevision, modifyRevision: revision }
        : undefined;
    }
    const entry = found ?? new Entry(table, key, revision);
    if (found === undefined) rows.set(key, entry);
    entry.modifyRevision = revision;
    entry.holder = table === GUARDS ? undefined : holder;
    entry.value = entry.holder === undefined ? undefined : value;
    entry.holder?.rows.add(entry);
    const { createRevision } = entry;
    if (entry.holder === undefined) {
      return { table, key, value, createRevision, modifyRevision: revision };
    }
    // A durable image under a leased row would come back after a restart.
    if (!wasStored) return undefined;
    return { table, key, value: undefined, createRevision, modifyRevision: revision };
  }

  #table(name: string): Map<string, Entry> {
    let rows = this.#tables.get(name);
    if (rows === undefined) {
      rows = new Map();
      this.#tables.set(name, rows);
    }
    return rows;
  }
}

/** The rows of these holders as a snapshot shows them. */
export function leasedRows(holders: Iterable<Holder>): StoredRow[] {
  const rows: StoredRow[] = [];
  for (const holder of holders) {
    for (const { table, key, value, createRevision, modifyRevision } of holder.rows) {
      if (value !== undefined) rows.push({ table, key, value, createRevision, modifyRevision });
    }
  }
  return rows;
}
