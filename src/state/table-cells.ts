// SPDX-License-Identifier: Apache-2.0
// The cells of a table: its rows, the buckets of its indexes, which values an index has, and all of it.
// Each knows what guards it in a log with several writers, and tells its table when nobody reads it.
import { GUARDS, type Revision } from '../log/log.ts';
import { Bucket } from './bucket.ts';
import { Cell, type Guard } from './cell.ts';
import type { Row, Table } from './table.ts';

/** The table, as its cells see it. */
export interface CellHolder<T extends object> {
  readonly definition: Table<T>;
  /** Nobody reads the empty cell any more. */
  forgetRow(cell: RowCell<T>): void;
  forgetBucket(index: Index<T>, bucket: IndexBucket<T>): void;
}

const NO_VALUES: readonly string[] = [];

export class RowCell<T extends object> extends Cell {
  readonly #table: CellHolder<T>;
  readonly key: string;
  row: Row<T> | undefined;
  /** Of an ordered table: whether it ever had a row and so has its place. */
  isInOrder = false;

  constructor(table: CellHolder<T>, key: string, touched: Revision) {
    super(touched);
    this.#table = table;
    this.key = key;
  }

  override get guard(): Guard {
    return { table: this.#table.definition.name, key: this.key };
  }

  protected override abandoned(): void {
    if (this.row === undefined) this.#table.forgetRow(this);
  }
}

/** The rows of one value of an index. */
export class IndexBucket<T extends object> extends Bucket<T> {
  readonly #index: Index<T>;
  readonly value: string;

  constructor(index: Index<T>, value: string, touched: Revision) {
    super(touched);
    this.#index = index;
    this.value = value;
  }

  override get guard(): Guard {
    return { table: GUARDS, key: this.#index.rangeOf(this.value) };
  }

  protected override abandoned(): void {
    if (this.size === 0) this.#index.table.forgetBucket(this.#index, this);
  }
}

/** All rows of a table. */
export class WholeTable<T extends object> extends Bucket<T> {
  readonly #name: string;

  constructor(name: string, touched: Revision) {
    super(touched);
    this.#name = name;
  }

  override get guard(): Guard {
    return { table: GUARDS, key: this.#name };
  }
}

/** One index; as a cell, which values it has. */
export class Index<T extends object> extends Cell {
  readonly table: CellHolder<T>;
  readonly buckets = new Map<string, IndexBucket<T>>();
  readonly valuesOf: (value: T) => readonly string[];
  readonly #name: string;

  constructor(table: CellHolder<T>, name: string, touched: Revision) {
    super(touched);
    this.table = table;
    this.#name = `${table.definition.name}/${name}`;
    this.valuesOf = table.definition.indexes[name] ?? (() => NO_VALUES);
  }

  override get guard(): Guard {
    return { table: GUARDS, key: this.#name };
  }

  newBucket(value: string, touched: Revision): IndexBucket<T> {
    const bucket = new IndexBucket<T>(this, value, touched);
    this.buckets.set(value, bucket);
    return bucket;
  }

  /** The key of the guard of one value's rows. */
  rangeOf(value: string): string {
    return `${this.#name}/${value}`;
  }
}
