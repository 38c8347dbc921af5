// SPDX-License-Identifier: Apache-2.0
// What cuts the state of a snapshot into rows, whatever its format.

/** A row as the state holds it; `key` is there for rows of the key-value store. */
export interface Counted {
  readonly name: string;
  readonly bytes: number;
  readonly key?: string;
}

/** Cuts one of the formats into rows. */
export interface RowReader {
  /** Tells of each row that ends in this chunk. Throws an Error for what is none. */
  readonly take: (chunk: Buffer, count: (row: Counted) => void) => void;
  /** Tells of those that are left. Throws an Error when a row breaks off. */
  readonly finish: (count: (row: Counted) => void) => void;
}
