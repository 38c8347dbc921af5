// SPDX-License-Identifier: Apache-2.0
// The unit of dependency: one row, one index bucket, one whole table, or one view. Whoever reads a
// cell can be told when it changes; each remembers the revision at which it was last touched.
import type { Revision } from '../log/log.ts';

/** Is told, synchronously and without being recomputed, that something it read has changed. */
export interface Dependent {
  invalidate(cell: Cell): void;
}

/** The row of the log that moves whenever what a cell stands for does: the row itself, or a guard of a range. */
export interface Guard {
  readonly table: string;
  readonly key: string;
}

export class Cell {
  touched: Revision;
  // Most cells have one reader or none: a Set for each would be most of the memory.
  #dependents: Dependent | Set<Dependent> | undefined;

  constructor(touched: Revision) {
    this.touched = touched;
  }

  /** What a log with several writers has to expect unchanged when this was read. */
  get guard(): Guard | undefined {
    return undefined;
  }

  get hasDependents(): boolean {
    return this.#dependents !== undefined;
  }

  touch(revision: Revision): void {
    this.touched = revision;
    this.invalidateDependents();
  }

  invalidateDependents(): void {
    const dependents = this.#dependents;
    if (dependents === undefined) return;
    if (!(dependents instanceof Set)) dependents.invalidate(this);
    else for (const dependent of dependents) dependent.invalidate(this);
  }

  addDependent(dependent: Dependent): void {
    const dependents = this.#dependents;
    if (dependents === undefined) this.#dependents = dependent;
    else if (dependents instanceof Set) dependents.add(dependent);
    else if (dependents !== dependent) this.#dependents = new Set([dependents, dependent]);
  }

  removeDependent(dependent: Dependent): void {
    const dependents = this.#dependents;
    if (dependents instanceof Set) {
      dependents.delete(dependent);
      if (dependents.size === 0) this.#dependents = undefined;
    } else if (dependents === dependent) {
      this.#dependents = undefined;
    }
    if (this.#dependents === undefined) this.abandoned();
  }

  /** Called when the last dependent has gone. */
  protected abandoned(): void {}
}

/** Collects the cells that a computation reads. */
export type Track = (cell: Cell) => void;
