// SPDX-License-Identifier: Apache-2.0
// A decision in the making: reads see what has been decided so far, so that one rule can be built on
// another and many registrations can be decided as one change. In: the state as it is. Out: writes.
import type { Write } from '../log/log.ts';
import type { Read } from '../state/state.ts';
import type { Row, Table } from '../state/table.ts';

// Of a row that another command has written and that no revision is known of yet: no client can have
// seen it, so that no check-and-set may match, neither a revision nor 0 for "must not exist".
const UNSEEN = Number.MAX_SAFE_INTEGER;

/** Reads like the state with the writes so far applied; rows written here have modifyRevision 0. */
export class Draft implements Read {
  readonly #read: Read;
  readonly #tables = new Map<string, DraftTable>();

  constructor(read: Read) {
    this.#read = read;
  }

  /** The last image of each row that was put or removed, in the order of first touch. */
  get writes(): readonly Write[] {
    const writes: Write[] = [];
    for (const [table, { rows }] of this.#tables) {
      for (const [key, row] of rows) writes.push({ table, key, value: row?.value });
    }
    return writes;
  }

  put<T extends object, I extends string>(table: Table<T, I>, value: T): void {
    const key = table.key(value);
    const createRevision = this.get(table as Table<T>, key)?.createRevision ?? 0;
    this.#touch(table as never).set(key, { key, value, createRevision, modifyRevision: 0 });
  }

  remove<T extends object, I extends string>(table: Table<T, I>, row: Row<T>): void {
    this.#touch(table as never).set(row.key, undefined);
  }

  /** Takes over a write of another command, decided on this draft: what follows sees it as a row. */
  take(table: Table<object>, { key, value }: Write): void {
    const createRevision = this.get(table, key)?.createRevision ?? UNSEEN;
    const row = value && { key, value, createRevision, modifyRevision: UNSEEN };
    this.#touch(table).set(key, row);
  }

  /** Takes over what another draft, made on this one, has decided. */
  absorb(other: Draft): void {
    for (const [name, { definition, rows }] of other.#tables) {
      const touched = this.#tables.get(name) ?? this.#touch(definition);
      for (const [key, row] of rows) touched.set(key, row);
    }
  }

  get<T extends object>(table: Table<T, never> | Table<T>, key: string): Row<T> | undefined {
    const touched = this.#tables.get(table.name);
    if (touched !== undefined && touched.rows.has(key)) return touched.rows.get(key) as Row<T>;
    return this.#read.get(table, key);
  }

  by<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): readonly Row<T>[] {
    const rows = this.#read.by(table, index, value);
    const touched = this.#tables.get(table.name);
    if (touched === undefined) return rows;
    const added = touched.bucket(index, value) as readonly Row<T>[];
    const kept = rows.filter((row) => !touched.rows.has(row.key));
    if (added.length === 0) return kept.length === rows.length ? rows : kept;
    return [...kept, ...added].sort(byKey);
  }

  all<T extends object>(table: Table<T, never> | Table<T>): readonly Row<T>[] {
    const rows = this.#read.all(table);
    const touched = this.#tables.get(table.name);
    if (touched === undefined) return rows;
    const added = [...touched.rows.values()].filter((row) => row !== undefined) as Row<T>[];
    return [...rows.filter((row) => !touched.rows.has(row.key)), ...added].sort(byKey);
  }

  count<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): number {
    if (!this.#tables.has(table.name)) return this.#read.count(table, index, value);
    return this.by(table, index, value).length;
  }

  indexValues<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
  ): readonly string[] {
    const values = new Set(this.#read.indexValues(table, index));
    const touched = this.#tables.get(table.name);
    if (touched === undefined) return [...values];
    for (const value of touched.bucketValues(index)) values.add(value);
    return [...values].filter((value) => this.by(table, index, value).length > 0);
  }

  #touch(table: Table<object>): DraftTable {
    let touched = this.#tables.get(table.name);
    if (touched === undefined) {
      touched = new DraftTable(table);
      this.#tables.set(table.name, touched);
    }
    return touched;
  }
}

/** The touched rows of one table; `undefined` marks a removed one. */
class DraftTable {
  readonly rows = new Map<string, Row<object> | undefined>();
  readonly definition: Table<object>;
  // Buckets are filled when an index is first asked for: most decisions never ask.
  readonly #buckets = new Map<string, Map<string, Map<string, Row<object>>>>();

  constructor(definition: Table<object>) {
    this.definition = definition;
  }

  set(key: string, row: Row<object> | undefined): void {
    const old = this.rows.get(key);
    this.rows.set(key, row);
    for (const [index, buckets] of this.#buckets) {
      if (old !== undefined) this.#place(index, buckets, old, false);
      if (row !== undefined) this.#place(index, buckets, row, true);
    }
  }

  bucket(index: string, value: string): readonly Row<object>[] {
    return [...(this.#index(index).get(value)?.values() ?? [])];
  }

  bucketValues(index: string): Iterable<string> {
    return this.#index(index).keys();
  }

  #index(index: string): Map<string, Map<string, Row<object>>> {
    let buckets = this.#buckets.get(index);
    if (buckets === undefined) {
      buckets = new Map();
      this.#buckets.set(index, buckets);
      for (const row of this.rows.values()) {
        if (row !== undefined) this.#place(index, buckets, row, true);
      }
    }
    return buckets;
  }

  #place(
    index: string,
    buckets: Map<string, Map<string, Row<object>>>,
    row: Row<object>,
    isIn: boolean,
  ): void {
    for (const value of this.definition.indexes[index]?.(row.value) ?? []) {
      const bucket = buckets.get(value) ?? new Map<string, Row<object>>();
      buckets.set(value, bucket);
      if (isIn) bucket.set(row.key, row);
      else bucket.delete(row.key);
    }
  }
}

function byKey(a: Row<unknown>, b: Row<unknown>): number {
  return a.key < b.key ? -1 : 1;
}
