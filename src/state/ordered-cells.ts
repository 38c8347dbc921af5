// SPDX-License-Identifier: Apache-2.0
// Cells in the order of their keys, for tables that are read by the beginning of a key. A sorted list cut
// into blocks: placing one among a million moves a block, not the list.

const MAX_BLOCK = 512;

export interface Keyed {
  readonly key: string;
}

export class OrderedCells<C extends Keyed> {
  // Never empty; no block but a single first one is.
  readonly #blocks: C[][] = [[]];

  /** Takes in a cell whose key isn't in yet. */
  add(cell: C): void {
    const at = this.#blockOf(cell.key);
    const block = this.#blocks[at] as C[];
    // Most keys come at the end: of a table that is loaded, and of what counts upwards.
    const isLast = block.length === 0 || (block.at(-1) as C).key < cell.key;
    block.splice(isLast ? block.length : firstNotBelow(block, cell.key), 0, cell);
    if (block.length <= MAX_BLOCK) return;
    // At the end of everything the full block stays full, or loading would leave half-filled ones behind.
    const cut = isLast && at === this.#blocks.length - 1 ? MAX_BLOCK : MAX_BLOCK / 2;
    this.#blocks.splice(at + 1, 0, block.splice(cut));
  }

  /** Takes out the cell with this key, if it is in. */
  remove(key: string): void {
    const at = this.#blockOf(key);
    const block = this.#blocks[at] as C[];
    const place = firstNotBelow(block, key);
    if (block[place]?.key !== key) return;
    block.splice(place, 1);
    if (block.length === 0 && this.#blocks.length > 1) this.#blocks.splice(at, 1);
  }

  /** Visits the cells whose keys begin with `prefix`, in order. */
  visit(prefix: string, visitor: (cell: C) => void): void {
    const isPast = ({ key }: C): boolean => key > prefix && !key.startsWith(prefix);
    let at = this.#blockOf(prefix);
    let place = firstNotBelow(this.#blocks[at] as C[], prefix);
    for (; at < this.#blocks.length; at += 1, place = 0) {
      const block = this.#blocks[at] as C[];
      const last = block.at(-1);
      const isEnd = last === undefined || isPast(last);
      const end = isEnd ? firstThat(block, place, isPast) : block.length;
      for (; place < end; place += 1) visitor(block[place] as C);
      if (isEnd) return;
    }
  }

  /** The last block that begins at or before `key`, or the first. */
  #blockOf(key: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const [first] = this.#blocks[middle] as C[];
      if (first !== undefined && first.key <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function firstNotBelow(block: readonly Keyed[], key: string): number {
  return firstThat(block, 0, (cell) => cell.key >= key);
}

/** The first place from `low` on that is as asked; it and all after it are, those before it aren't. */
function firstThat<C>(block: readonly C[], from: number, is: (cell: C) => boolean): number {
  let low = from;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (is(block[middle] as C)) high = middle;
    else low = middle + 1;
  }
  return low;
}
