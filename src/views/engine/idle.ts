// SPDX-License-Identifier: Apache-2.0
import type { ViewNode } from './node.ts';

/** Nodes that nobody uses now, kept for the next reader: so many, the one unused longest goes first. */
export class IdleNodes {
  readonly #nodes = new Map<string, ViewNode>();
  readonly #max: number;
  readonly #drop: (node: ViewNode) => void;

  constructor(max: number, drop: (node: ViewNode) => void) {
    this.#max = max;
    this.#drop = drop;
  }

  get size(): number {
    return this.#nodes.size;
  }

  delete(node: ViewNode): void {
    this.#nodes.delete(node.id);
  }

  /** Adds one as the one used last. */
  add(node: ViewNode): void {
    this.#nodes.delete(node.id);
    this.#nodes.set(node.id, node);
    while (this.#nodes.size > this.#max) {
      const [oldest] = this.#nodes.values();
      if (oldest === undefined) return;
      this.#nodes.delete(oldest.id);
      // It may have found a reader since.
      if (!oldest.isUsed) this.#drop(oldest);
    }
  }
}
