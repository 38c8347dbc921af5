// SPDX-License-Identifier: Apache-2.0
// Who reads the rows whose keys begin alike: one cell for each beginning that is read, found again from a
// changed key by the lengths in use. A write looks once for each such length, however many are watched, and
// a reader of 'a/' hears nothing of 'b/'.
import { GUARDS, type Revision } from '../log/log.ts';
import { Cell, type Guard } from './cell.ts';

// Those that nobody depends on are looked for when there are this many, and again at twice what is left.
const SWEEP_ABOVE = 1_000;

export class PrefixCell extends Cell {
  readonly prefix: string;
  readonly #owner: PrefixCells;

  constructor(owner: PrefixCells, prefix: string, touched: Revision) {
    super(touched);
    this.#owner = owner;
    this.prefix = prefix;
  }

  // Every write moves the guard of its table: coarser than what was read, and never wrong.
  override get guard(): Guard {
    return { table: GUARDS, key: this.#owner.table };
  }

  // What it knows can be found out again from the rows and from those that are gone.
  protected override abandoned(): void {
    this.#owner.forget(this);
  }
}

export class PrefixCells {
  readonly table: string;
  readonly #cells = new Map<string, PrefixCell>();
  /** length → how many cells have a prefix of it. */
  readonly #lengths = new Map<number, number>();
  #sweepAbove = SWEEP_ABOVE;

  constructor(table: string) {
    this.table = table;
  }

  get size(): number {
    return this.#cells.size;
  }

  /** The cell of a prefix; `touched` is asked when there is none yet. */
  of(prefix: string, touched: () => Revision): PrefixCell {
    let cell = this.#cells.get(prefix);
    if (cell === undefined) {
      if (this.#cells.size >= this.#sweepAbove) this.#sweep();
      cell = new PrefixCell(this, prefix, touched());
      this.#cells.set(prefix, cell);
      this.#lengths.set(prefix.length, (this.#lengths.get(prefix.length) ?? 0) + 1);
    }
    return cell;
  }

  /** Touches every cell whose prefix `key` begins with. */
  touch(key: string, revision: Revision): void {
    for (const length of this.#lengths.keys()) {
      if (length <= key.length) this.#cells.get(key.slice(0, length))?.touch(revision);
    }
  }

  forget({ prefix }: PrefixCell): void {
    if (!this.#cells.delete(prefix)) return;
    const left = (this.#lengths.get(prefix.length) ?? 1) - 1;
    if (left === 0) this.#lengths.delete(prefix.length);
    else this.#lengths.set(prefix.length, left);
  }

  // A command that is decided reads without depending on it.
  #sweep(): void {
    for (const cell of this.#cells.values()) if (!cell.hasDependents) this.forget(cell);
    this.#sweepAbove = Math.max(SWEEP_ABOVE, this.#cells.size * 2);
  }
}
