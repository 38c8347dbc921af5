// SPDX-License-Identifier: Apache-2.0
// One table in memory: frozen rows by key, and named indexes. In: writes, from State.apply alone.
// Out: rows and the cells that a reader depends on. Reading is synchronous and never copies rows.
import type { Revision, StoredRow, Write } from '../log/log.ts';
import type { Cell, Track } from './cell.ts';
import { frozen } from './frozen.ts';
import { OrderedCells } from './ordered-cells.ts';
import { PrefixCells } from './prefix-cells.ts';
import { type CellHolder, Index, type IndexBucket, RowCell, WholeTable } from './table-cells.ts';

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
  /** Rows can be read by the beginning of their keys. */
  readonly isOrdered?: boolean;
  /** What its rows say ends with this server or stays on it: no snapshot holds them, none replaces them. */
  readonly isOfThisServer?: boolean;
}

/** Checks the definition's types; `indexes` map a row to the buckets that it is in. */
export function defineTable<T extends object>() {
  return <I extends string>(table: Table<T, I>): Table<T, I> => table;
}

// Emptied cells are kept so that the index of a deleted thing is known; past this many, the oldest
// knowledge is given up by raising the floor, which can only wake a reader too early.
const MAX_EMPTY_CELLS = 50_000;
const NO_VALUES: readonly string[] = [];

export class TableState<T extends object> implements CellHolder<T> {
  readonly definition: Table<T>;
  readonly #rows = new Map<string, RowCell<T>>();
  readonly #indexes = new Map<string, Index<T>>();
  readonly #all: WholeTable<T>;
  /** Of an ordered table: its rows and those known to be gone, instead of all rows as one bucket. */
  readonly #ordered: OrderedCells<RowCell<T>> | undefined;
  readonly #prefixes: PrefixCells;
  readonly #maxEmpty: number;
  #floor: Revision;
  #empty = 0;
  #sweepAbove: number;

  constructor(definition: Table<T>, floor: Revision, maxEmpty: number = MAX_EMPTY_CELLS) {
    this.definition = definition;
    this.#floor = floor;
    this.#maxEmpty = maxEmpty;
    this.#sweepAbove = maxEmpty;
    this.#all = new WholeTable<T>(definition.name, floor);
    this.#ordered = definition.isOrdered === true ? new OrderedCells() : undefined;
    this.#prefixes = new PrefixCells(definition.name);
    for (const name of Object.keys(definition.indexes)) {
      this.#indexes.set(name, new Index(this, name, floor));
    }
  }

  get(key: string, track?: Track): Row<T> | undefined {
    if (track === undefined) return this.#rows.get(key)?.row;
    const cell = this.#rows.get(key) ?? this.#newRow(key);
    track(cell);
    return cell.row;
  }

  by(index: string, value: string, track?: Track): readonly Row<T>[] {
    return this.#bucket(index, value, track)?.rows() ?? [];
  }

  /** How many rows `by` would give. */
  count(index: string, value: string, track?: Track): number {
    return this.#bucket(index, value, track)?.size ?? 0;
  }

  all(track?: Track): readonly Row<T>[] {
    if (this.#ordered !== undefined) return this.withPrefix('', track);
    track?.(this.#all);
    return this.#all.rows();
  }

  /** The rows whose keys begin with `prefix`, in order. */
  withPrefix(prefix: string, track?: Track): readonly Row<T>[] {
    const ordered = this.#ordered;
    if (ordered === undefined) throw new Error(`${this.definition.name} is not ordered`);
    track?.(this.#prefixes.of(prefix, () => this.#touchedUnder(ordered, prefix)));
    const rows: Row<T>[] = [];
    ordered.visit(prefix, ({ row }) => {
      if (row !== undefined) rows.push(row);
    });
    return rows;
  }

  /** The values of an index that have rows now, unsorted. */
  indexValues(name: string, track?: Track): readonly string[] {
    const index = this.#index(name);
    track?.(index);
    const values: string[] = [];
    for (const [value, bucket] of index.buckets) if (bucket.size > 0) values.push(value);
    return values;
  }

  /** The ranges that a write changes, by the keys of their guards: whatever was read of them may differ now. */
  rangesOf(write: Write): readonly string[] {
    const old = this.#rows.get(write.key)?.row?.value;
    const ranges = new Set([this.definition.name]);
    for (const index of this.#indexes.values()) {
      const before = new Set(old && index.valuesOf(old));
      const after = new Set(write.value && index.valuesOf(write.value as T));
      for (const value of before.union(after)) ranges.add(index.rangeOf(value));
      // Whether a value is the last of its kind is known for sure only to the log: say so of each.
      if (before.symmetricDifference(after).size > 0) ranges.add(index.guard.key);
    }
    return [...ranges];
  }

  /** Puts a row back as it was stored; nobody is told, since nobody can have read yet. */
  load({ key, value, createRevision, modifyRevision }: StoredRow): void {
    this.#place(key, { key, value: frozen(value as T), createRevision, modifyRevision }, undefined);
  }

  apply(write: Write, revision: Revision): void {
    const { key } = write;
    let row: Row<T> | undefined;
    if (write.value !== undefined) {
      const createRevision = this.#rows.get(key)?.row?.createRevision ?? revision;
      const value = frozen(write.value as T);
      row = { key, value, createRevision, modifyRevision: revision };
    }
    this.#place(key, row, revision);
    this.#sweep();
  }

  /** Takes the rows of a snapshot over, touching only what differs, at `revision`. */
  resync(rows: readonly StoredRow[], revision: Revision): void {
    const present = new Set(rows.map((row) => row.key));
    const lost = this.all().filter((row) => !present.has(row.key));
    for (const { key } of lost) this.#place(key, undefined, revision);
    for (const { key, value, createRevision, modifyRevision } of rows) {
      if (this.#rows.get(key)?.row?.modifyRevision === modifyRevision) continue;
      const row = { key, value: frozen(value as T), createRevision, modifyRevision };
      this.#place(key, row, revision);
    }
    this.#sweep();
  }

  /** Drops a cell that tells nothing: it never had a row that the floor doesn't already account for. */
  forgetRow(cell: RowCell<T>): void {
    if (cell.touched > this.#floor) return;
    if (!this.#rows.delete(cell.key)) return;
    this.#ordered?.remove(cell.key);
    this.#empty -= 1;
  }

  forgetBucket(index: Index<T>, bucket: IndexBucket<T>): void {
    if (bucket.touched > this.#floor) return;
    if (index.buckets.delete(bucket.value)) this.#empty -= 1;
  }

  /** How many cells are held that have no row. */
  get emptyCells(): number {
    return this.#empty;
  }

  // `touched` is undefined while loading.
  #place(key: string, row: Row<T> | undefined, touched: Revision | undefined): void {
    const cell = this.#rows.get(key) ?? this.#newRow(key);
    const old = cell.row;
    if (old === undefined && row === undefined) return;
    if (old === undefined) this.#empty -= 1;
    else if (row === undefined) this.#empty += 1;
    cell.row = row;
    if (this.#ordered !== undefined) this.#placeInOrder(this.#ordered, cell, touched);
    else if (row === undefined) this.#all.remove(key);
    else this.#all.put(row, old !== undefined);
    if (touched !== undefined) {
      cell.touch(touched);
      this.#all.touch(touched);
    }
    for (const index of this.#indexes.values()) this.#placeIn(index, old, row, touched);
  }

  #placeInOrder(
    ordered: OrderedCells<RowCell<T>>,
    cell: RowCell<T>,
    touched: Revision | undefined,
  ): void {
    if (!cell.isInOrder) {
      cell.isInOrder = true;
      ordered.add(cell);
    }
    if (touched !== undefined) this.#prefixes.touch(cell.key, touched);
    // When a row that is there was last touched is known exactly, even when it is loaded.
    else cell.touched = cell.row?.modifyRevision ?? cell.touched;
  }

  // What is gone counts too, or a reader that comes back would not hear of it.
  #touchedUnder(ordered: OrderedCells<RowCell<T>>, prefix: string): Revision {
    let touched = this.#floor;
    ordered.visit(prefix, (cell) => {
      if (cell.touched > touched) touched = cell.touched;
    });
    return touched;
  }

  #placeIn(
    index: Index<T>,
    old: Row<T> | undefined,
    row: Row<T> | undefined,
    touched: Revision | undefined,
  ): void {
    const before = old === undefined ? NO_VALUES : unique(index.valuesOf(old.value));
    const after = row === undefined ? NO_VALUES : unique(index.valuesOf(row.value));
    let valuesMoved = false;
    for (const value of before) {
      if (after.includes(value)) continue;
      const bucket = index.buckets.get(value) ?? this.#newBucket(index, value);
      bucket.remove((old as Row<T>).key);
      if (bucket.size === 0) {
        this.#empty += 1;
        valuesMoved = true;
      }
      if (touched !== undefined) bucket.touch(touched);
    }
    for (const value of after) {
      const bucket = index.buckets.get(value) ?? this.#newBucket(index, value);
      if (bucket.size === 0) {
        this.#empty -= 1;
        valuesMoved = true;
      }
      bucket.put(row as Row<T>, before.includes(value));
      if (touched !== undefined) bucket.touch(touched);
    }
    if (valuesMoved && touched !== undefined) index.touch(touched);
  }

  #sweep(): void {
    if (this.#empty <= this.#sweepAbove) return;
    const kept: { readonly cell: Cell; readonly drop: () => void }[] = [];
    const consider = (cell: Cell, drop: () => void) => {
      if (cell.hasDependents) return;
      if (cell.touched > this.#floor) kept.push({ cell, drop });
      else drop();
    };
    for (const cell of this.#rows.values()) {
      if (cell.row === undefined) consider(cell, () => this.forgetRow(cell));
    }
    for (const index of this.#indexes.values()) {
      for (const bucket of index.buckets.values()) {
        if (bucket.size === 0) consider(bucket, () => this.forgetBucket(index, bucket));
      }
    }
    const excess = kept.length - Math.floor(this.#maxEmpty / 2);
    if (this.#empty > this.#maxEmpty && excess > 0) {
      const oldest = kept.sort((a, b) => a.cell.touched - b.cell.touched).slice(0, excess);
      this.#floor = Math.max(this.#floor, oldest.at(-1)?.cell.touched ?? 0);
      for (const { drop } of oldest) drop();
    }
    // Cells that are watched can't be dropped: looking at them again each time would cost the square.
    this.#sweepAbove = Math.max(this.#maxEmpty, this.#empty * 2);
  }

  #newRow(key: string): RowCell<T> {
    const cell = new RowCell<T>(this, key, this.#floor);
    this.#rows.set(key, cell);
    this.#empty += 1;
    return cell;
  }

  #newBucket(index: Index<T>, value: string): IndexBucket<T> {
    this.#empty += 1;
    return index.newBucket(value, this.#floor);
  }

  #bucket(name: string, value: string, track: Track | undefined): IndexBucket<T> | undefined {
    const index = this.#index(name);
    const found = index.buckets.get(value);
    if (track === undefined) return found;
    const bucket = found ?? this.#newBucket(index, value);
    track(bucket);
    return bucket;
  }

  #index(name: string): Index<T> {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`${this.definition.name} has no index ${name}`);
    return index;
  }
}

function unique(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)];
}
