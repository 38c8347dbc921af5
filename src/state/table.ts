// SPDX-License-Identifier: Apache-2.0
// One table in memory: frozen rows by key, and named indexes. In: writes, from State.apply alone.
// Out: rows and the cells that a reader depends on. Reading is synchronous and never copies rows.
import type { Revision, Write } from '../log/log.ts';
import { Cell, type Track } from './cell.ts';

export interface Row<T> {
  readonly key: string;
  readonly value: T;
  readonly createRevision: Revision;
  readonly modifyRevision: Revision;
}

/** What a table is: its name, how a row is keyed, and its indexes (a row may be in several buckets of one). */
export interface Table<T extends object, I extends string = string> {
  readonly name: string;
  readonly key: (value: T) => string;
  readonly indexes: { readonly [name in I]: (value: T) => readonly string[] };
}

/** Checks the definition's types; `indexes` map a row to the buckets that it is in. */
export function defineTable<T extends object>() {
  return <I extends string>(table: Table<T, I>): Table<T, I> => table;
}

class RowCell<T> extends Cell {
  row: Row<T> | undefined;
}

/** All rows of one index value, or of the whole table, sorted by key when they are asked for. */
class Bucket<T> extends Cell {
  readonly rows = new Map<string, Row<T>>();
  #sorted: readonly Row<T>[] | undefined;

  sorted(): readonly Row<T>[] {
    this.#sorted ??= [...this.rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    return this.#sorted;
  }

  set(key: string, row: Row<T> | undefined): void {
    if (row === undefined) this.rows.delete(key);
    else this.rows.set(key, row);
    this.#sorted = undefined;
  }
}

// Emptied cells are kept so that the index of a deleted thing is known; past this many, the oldest
// knowledge is given up by raising the floor, which can only wake a reader too early.
const MAX_EMPTY_CELLS = 50_000;

export class TableState<T extends object> {
  readonly definition: Table<T>;
  readonly #cells = new Map<string, RowCell<T>>();
  readonly #indexes = new Map<string, Map<string, Bucket<T>>>();
  readonly #all: Bucket<T>;
  #floor: Revision;
  #emptyCells = 0;

  constructor(definition: Table<T>, floor: Revision) {
    this.definition = definition;
    this.#floor = floor;
    this.#all = new Bucket<T>(floor);
    for (const index of Object.keys(definition.indexes)) this.#indexes.set(index, new Map());
  }

  get(key: string, track?: Track): Row<T> | undefined {
    if (track === undefined) return this.#cells.get(key)?.row;
    const cell = this.#rowCell(key);
    track(cell);
    return cell.row;
  }

  by(index: string, value: string, track?: Track): readonly Row<T>[] {
    if (track === undefined) return this.#index(index).get(value)?.sorted() ?? [];
    const bucket = this.#bucket(index, value);
    track(bucket);
    return bucket.sorted();
  }

  count(index: string, value: string, track?: Track): number {
    if (track === undefined) return this.#index(index).get(value)?.rows.size ?? 0;
    const bucket = this.#bucket(index, value);
    track(bucket);
    return bucket.rows.size;
  }

  all(track?: Track): readonly Row<T>[] {
    track?.(this.#all);
    return this.#all.sorted();
  }

  /** The values of an index that have rows now, unsorted; depends on the whole table. */
  indexValues(index: string, track?: Track): readonly string[] {
    track?.(this.#all);
    const values: string[] = [];
    for (const [value, bucket] of this.#index(index)) if (bucket.rows.size > 0) values.push(value);
    return values;
  }

  /** The cells that a write would touch, given the row as it is now. */
  touchedBy(write: Write): readonly Cell[] {
    const old = this.#cells.get(write.key)?.row?.value;
    const cells: Cell[] = [this.#rowCell(write.key), this.#all];
    for (const index of this.#indexes.keys()) {
      for (const value of this.#valuesOf(index, old)) cells.push(this.#bucket(index, value));
      for (const value of this.#valuesOf(index, write.value as T | undefined)) {
        cells.push(this.#bucket(index, value));
      }
    }
    return cells;
  }

  /** Puts a row back as it was stored; nobody is told, since nobody can have read yet. */
  load(key: string, value: T, createRevision: Revision, modifyRevision: Revision): void {
    this.#place(key, { key, value: freeze(value), createRevision, modifyRevision });
  }

  apply(write: Write, revision: Revision): void {
    const touched = new Set(this.touchedBy(write));
    const createRevision = this.#cells.get(write.key)?.row?.createRevision ?? revision;
    const value = write.value === undefined ? undefined : freeze(write.value as T);
    this.#place(
      write.key,
      value && { key: write.key, value, createRevision, modifyRevision: revision },
    );
    for (const cell of touched) cell.touch(revision);
    if (this.#emptyCells > MAX_EMPTY_CELLS) this.#forgetEmptyCells();
  }

  #place(key: string, row: Row<T> | undefined): void {
    const cell = this.#rowCell(key);
    const old = cell.row;
    if (old !== undefined && row === undefined) this.#emptyCells += 1;
    else if (old === undefined && row !== undefined) this.#emptyCells -= 1;
    cell.row = row;
    this.#all.set(key, row);
    for (const index of this.#indexes.keys()) {
      const values = new Set(this.#valuesOf(index, row?.value));
      for (const value of this.#valuesOf(index, old?.value)) {
        if (!values.has(value)) this.#bucket(index, value).set(key, undefined);
      }
      for (const value of values) this.#bucket(index, value).set(key, row);
    }
  }

  #forgetEmptyCells(): void {
    const forget = <C extends Cell>(cells: Map<string, C>, isEmpty: (cell: C) => boolean) => {
      for (const [key, cell] of cells) {
        if (cell.dependents !== undefined || !isEmpty(cell)) continue;
        this.#floor = Math.max(this.#floor, cell.touched);
        cells.delete(key);
      }
    };
    forget(this.#cells, (cell) => cell.row === undefined);
    for (const buckets of this.#indexes.values()) forget(buckets, (b) => b.rows.size === 0);
    this.#emptyCells = 0;
  }

  #rowCell(key: string): RowCell<T> {
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = new RowCell<T>(this.#floor);
      this.#cells.set(key, cell);
      this.#emptyCells += 1;
    }
    return cell;
  }

  #index(index: string): Map<string, Bucket<T>> {
    const buckets = this.#indexes.get(index);
    if (buckets === undefined) throw new Error(`${this.definition.name} has no index ${index}`);
    return buckets;
  }

  #bucket(index: string, value: string): Bucket<T> {
    const buckets = this.#index(index);
    let bucket = buckets.get(value);
    if (bucket === undefined) {
      bucket = new Bucket<T>(this.#floor);
      buckets.set(value, bucket);
    }
    return bucket;
  }

  #valuesOf(index: string, value: T | undefined): readonly string[] {
    if (value === undefined) return [];
    return this.definition.indexes[index]?.(value) ?? [];
  }
}

function freeze<V>(value: V): V {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
