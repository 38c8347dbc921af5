// SPDX-License-Identifier: Apache-2.0
// Rows in the order of their keys: all of a table, or those of one index value. Writing is cheap and
// noted; reading merges what was noted into a new array, so that an array once given never changes.
import { Cell } from './cell.ts';
import type { Row } from './table.ts';

// Most buckets hold a row or two: those are kept in order at once, without notes.
const SMALL = 8;
const NO_ROWS: readonly never[] = Object.freeze([]);

export abstract class Bucket<T> extends Cell {
  #size = 0;
  #sorted: readonly Row<T>[] = NO_ROWS;
  #notes: Map<string, Row<T> | undefined> | undefined;

  get size(): number {
    return this.#size;
  }

  /** Puts a row in, or a new image of one that is in. */
  put(row: Row<T>, isIn: boolean): void {
    if (!isIn) this.#size += 1;
    this.#note(row.key, row);
  }

  /** Takes out a row that is in. */
  remove(key: string): void {
    this.#size -= 1;
    this.#note(key, undefined);
  }

  rows(): readonly Row<T>[] {
    if (this.#notes !== undefined) {
      this.#sorted = Object.freeze(mergeRows(this.#sorted, this.#notes));
      this.#notes = undefined;
    }
    return this.#sorted;
  }

  #note(key: string, row: Row<T> | undefined): void {
    if (this.#notes === undefined) {
      if (this.#sorted.length <= SMALL) {
        this.#sorted = Object.freeze(mergeRow(this.#sorted, key, row));
        return;
      }
      this.#notes = new Map();
    }
    // That a row is gone is noted only if the last reading had it, or a bucket that nobody reads would
    // grow with all that was ever in it.
    if (row !== undefined || holds(this.#sorted, key)) this.#notes.set(key, row);
    else this.#notes.delete(key);
  }
}

/** `sorted` with rows put in, replaced or (where undefined) taken out; a new array in the order of keys. */
export function mergeRows<T>(
  sorted: readonly Row<T>[],
  notes: ReadonlyMap<string, Row<T> | undefined>,
): Row<T>[] {
  const result: Row<T>[] = [];
  let from = 0;
  for (const key of [...notes.keys()].sort(byCodeUnits)) {
    const at = firstNotBelow(sorted, key, from);
    for (let i = from; i < at; i += 1) result.push(sorted[i] as Row<T>);
    from = sorted[at]?.key === key ? at + 1 : at;
    const row = notes.get(key);
    if (row !== undefined) result.push(row);
  }
  for (let i = from; i < sorted.length; i += 1) result.push(sorted[i] as Row<T>);
  return result;
}

function mergeRow<T>(
  sorted: readonly Row<T>[],
  key: string,
  row: Row<T> | undefined,
): readonly Row<T>[] {
  const rest = sorted.filter((other) => other.key !== key);
  if (row === undefined) return rest;
  const at = firstNotBelow(rest, key, 0);
  rest.splice(at, 0, row);
  return rest;
}

function holds(sorted: readonly Row<unknown>[], key: string): boolean {
  return sorted[firstNotBelow(sorted, key, 0)]?.key === key;
}

function firstNotBelow(sorted: readonly Row<unknown>[], key: string, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as Row<unknown>).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
