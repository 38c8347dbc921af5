// SPDX-License-Identifier: Apache-2.0
// A decision in the making: reads see what has been decided so far, so that one rule can be built on
// another and many registrations can be decided as one change. In: the state as it is. Out: writes.
// The commit loop lays the decisions that share a sync over the state in the same way.
import type { Write } from '../log/log.ts';
import { mergeRows } from '../state/bucket.ts';
import type { Read } from '../state/state.ts';
import type { Row, Table } from '../state/table.ts';

// Of a row that another command has written and that no revision is known of yet: no client can have
// seen it, so that no check-and-set may match, neither a revision nor 0 for "must not exist".
const UNSEEN = Number.MAX_SAFE_INTEGER;

/** Whether nobody knows yet which revision it is. */
export const isUnseen = (revision: number): boolean => revision === UNSEEN;

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
    for (const [table, { rows, madeAnew }] of this.#tables) {
      for (const [key, row] of rows) {
        // What was removed and put again is another row: it was made now, whatever was there before.
        if (row !== undefined && madeAnew.has(key)) writes.push({ table, key, value: undefined });
        writes.push({ table, key, value: row?.value });
      }
    }
    return writes;
  }

  put<T extends object, I extends string>(table: Table<T, I>, value: T): void {
    const key = table.key(value);
    const createRevision = this.get(table as Table<T>, key)?.createRevision ?? 0;
    this.#set(table as never, key, { key, value, createRevision, modifyRevision: 0 });
  }

  remove<T extends object, I extends string>(table: Table<T, I>, row: Row<T>): void {
    this.#set(table as never, row.key, undefined);
  }

  /** Takes over a write of another command, decided on this draft: what follows sees it as a row. */
  take(table: Table<object>, { key, value }: Write): void {
    const createRevision = this.get(table, key)?.createRevision ?? UNSEEN;
    this.#set(table, key, value && { key, value, createRevision, modifyRevision: UNSEEN });
  }

  /** Takes over what another draft, made on this one, has decided. */
  absorb(other: Draft): void {
    for (const { definition, rows, madeAnew } of other.#tables.values()) {
      for (const [key, row] of rows) {
        if (madeAnew.has(key)) this.#set(definition, key, undefined);
        this.#set(definition, key, row);
      }
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
    const changes = this.#tables.get(table.name)?.changesOf(index, value);
    return changes === undefined ? rows : mergeRows(rows, changes as Changes<T>);
  }

  all<T extends object>(table: Table<T, never> | Table<T>): readonly Row<T>[] {
    const rows = this.#read.all(table);
    const touched = this.#tables.get(table.name);
    return touched === undefined ? rows : mergeRows(rows, touched.rows as Changes<T>);
  }

  withPrefix<T extends object>(
    table: Table<T, never> | Table<T>,
    prefix: string,
  ): readonly Row<T>[] {
    const rows = this.#read.withPrefix(table, prefix);
    const touched = this.#tables.get(table.name);
    if (touched === undefined) return rows;
    const changes = new Map<string, Row<T> | undefined>();
    for (const [key, row] of touched.rows as Changes<T>) {
      if (key.startsWith(prefix)) changes.set(key, row);
    }
    return changes.size === 0 ? rows : mergeRows(rows, changes);
  }

  count<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
    value: string,
  ): number {
    const changes = this.#tables.get(table.name)?.changesOf(index, value);
    if (changes === undefined) return this.#read.count(table, index, value);
    return this.by(table, index, value).length;
  }

  indexValues<T extends object, I extends string>(
    table: Table<T, I>,
    index: NoInfer<I>,
  ): readonly string[] {
    const values = this.#read.indexValues(table, index);
    const touched = this.#tables.get(table.name);
    if (touched === undefined) return values;
    const changed = new Set(touched.changedValues(index));
    const kept = values.filter((value) => !changed.has(value));
    const filled = [...changed].filter((value) => this.count(table, index, value) > 0);
    return [...kept, ...filled];
  }

  #set(table: Table<object>, key: string, row: Row<object> | undefined): void {
    let touched = this.#tables.get(table.name);
    if (touched === undefined) {
      touched = new DraftTable(table, (of) => this.#read.get(table, of));
      this.#tables.set(table.name, touched);
    }
    touched.set(key, row);
  }
}

/** Rows by key; `undefined` for one that is no longer there. */
type Changes<T> = ReadonlyMap<string, Row<T> | undefined>;
type Buckets = Map<string, Map<string, Row<object> | undefined>>;

/** The touched rows of one table. */
class DraftTable {
  readonly definition: Table<object>;
  readonly rows = new Map<string, Row<object> | undefined>();
  /** Keys of rows that were removed here before they were put. */
  readonly madeAnew = new Set<string>();
  readonly #underneath: (key: string) => Row<object> | undefined;
  // Filled when an index is first asked for: most decisions never ask.
  readonly #indexes = new Map<string, Buckets>();

  constructor(definition: Table<object>, underneath: (key: string) => Row<object> | undefined) {
    this.definition = definition;
    this.#underneath = underneath;
  }

  set(key: string, row: Row<object> | undefined): void {
    const before = this.rows.get(key);
    if (row !== undefined && before === undefined && this.rows.has(key)) this.madeAnew.add(key);
    this.rows.set(key, row);
    for (const [index, buckets] of this.#indexes) {
      for (const value of this.#valuesOf(index, before)) buckets.get(value)?.delete(key);
      this.#place(index, buckets, key, row);
    }
  }

  /** How a bucket differs from what is underneath; undefined when it does not. */
  changesOf(index: string, value: string): Changes<object> | undefined {
    const changes = this.#buckets(index).get(value);
    return changes === undefined || changes.size === 0 ? undefined : changes;
  }

  changedValues(index: string): Iterable<string> {
    return this.#buckets(index).keys();
  }

  #buckets(index: string): Buckets {
    let buckets = this.#indexes.get(index);
    if (buckets === undefined) {
      buckets = new Map();
      this.#indexes.set(index, buckets);
      for (const [key, row] of this.rows) this.#place(index, buckets, key, row);
    }
    return buckets;
  }

  #place(index: string, buckets: Buckets, key: string, row: Row<object> | undefined): void {
    const note = (value: string, noted: Row<object> | undefined) => {
      const bucket = buckets.get(value);
      if (bucket === undefined) buckets.set(value, new Map([[key, noted]]));
      else bucket.set(key, noted);
    };
    for (const value of this.#valuesOf(index, this.#underneath(key))) note(value, undefined);
    for (const value of this.#valuesOf(index, row)) note(value, row);
  }

  #valuesOf(index: string, row: Row<object> | undefined): readonly string[] {
    return row === undefined ? [] : (this.definition.indexes[index]?.(row.value) ?? []);
  }
}
