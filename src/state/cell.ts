// SPDX-License-Identifier: Apache-2.0
// The unit of dependency: one row, one index bucket, one whole table, or one view. Whoever reads a
// cell can be told when it changes; each remembers the revision at which it was last touched.
import type { Revision } from '../log/log.ts';

/** Is told, synchronously and without being recomputed, that something it read has changed. */
export interface Dependent {
  invalidate(cell: Cell): void;
}

export class Cell {
  touched: Revision;
  dependents: Set<Dependent> | undefined;

  constructor(touched: Revision) {
    this.touched = touched;
  }

  touch(revision: Revision): void {
    this.touched = revision;
    if (this.dependents === undefined) return;
    for (const dependent of this.dependents) dependent.invalidate(this);
  }

  addDependent(dependent: Dependent): void {
    (this.dependents ??= new Set()).add(dependent);
  }

  removeDependent(dependent: Dependent): void {
    this.dependents?.delete(dependent);
    if (this.dependents?.size === 0) this.dependents = undefined;
  }
}

/** Collects the cells that a computation reads. */
export type Track = (cell: Cell) => void;
