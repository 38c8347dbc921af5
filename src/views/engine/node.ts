// SPDX-License-Identifier: Apache-2.0
// One view at one key: its value, what it read, and whether that still holds. In: invalidations.
// Out: a value computed at most once per change of what it read. It is told, it never looks around.
import type { Revision } from '../../log/log.ts';
import { structurallyEqual } from '../../model/equal.ts';
import { Cell, type Dependent } from '../../state/cell.ts';
import type { View } from './view.ts';

/** What a node needs of the engine. */
export interface NodeHost {
  /** Runs the view's compute with a reader that reports to `node.reads`. */
  compute<K, V>(node: ViewNode, view: View<K, V>, key: K): V;
  /** A node that is watched may have changed. */
  enqueue(node: ViewNode): void;
  /** Nobody reads the node any more. */
  unused(node: ViewNode): void;
  /** A watched node can't be computed. */
  failed(node: ViewNode, error: unknown): void;
}

type Watcher = () => void;
// Whether a node may be used as it is: yes; only if what it read is unchanged; no.
type Freshness = 'fresh' | 'suspect' | 'stale';

/** As a cell, `touched` is the revision at which the value last changed. */
export class ViewNode extends Cell implements Dependent {
  readonly id: string;
  /** Whether few ask for it, see View. */
  readonly isRare: boolean;
  readonly watchers = new Set<Watcher>();
  value: unknown;
  /** How many values there have been: tells local-lane changes apart, which have no revision. */
  version = 0;
  /** The version that the watchers have been told of; undefined when some wait for the first. */
  announced: number | undefined;
  /** Why there is no newer value; kept until something that was read changes. */
  failure: { readonly error: unknown } | undefined;
  readonly #host: NodeHost;
  readonly #view: View<unknown, unknown>;
  readonly #key: unknown;
  /** Each cell with its outcome, 0 for those that aren't views. */
  #reads = new Map<Cell, number>();
  /** Counts values and failures: what readers of this node compare. */
  #outcome = 0;
  #freshness: Freshness = 'stale';
  #isSettling = false;

  constructor(host: NodeHost, id: string, view: View<unknown, unknown>, key: unknown) {
    super(0);
    this.#host = host;
    this.#view = view;
    this.#key = key;
    this.id = id;
    this.isRare = view.isRare?.(key) ?? false;
  }

  get isUsed(): boolean {
    return this.watchers.size > 0 || this.hasDependents || this.#isSettling;
  }

  /** Whether value or failure are up to date. */
  get isFresh(): boolean {
    return this.#freshness === 'fresh';
  }

  /** The value, computed if needed; throws what computing it threw. */
  refresh(): void {
    this.settle();
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Brings value or failure up to date. Cheap when nothing that was read has changed. */
  settle(): void {
    if (this.#freshness === 'fresh') return;
    if (this.#isSettling) throw new Error(`view ${this.id} reads itself`);
    this.#isSettling = true;
    try {
      if (this.#freshness === 'stale' || this.#someReadChanged()) this.#recompute();
      this.#freshness = 'fresh';
    } finally {
      this.#isSettling = false;
    }
  }

  invalidate(cell: Cell): void {
    const wasFresh = this.#freshness === 'fresh';
    if (!(cell instanceof ViewNode)) this.#freshness = 'stale';
    else if (wasFresh) this.#freshness = 'suspect';
    if (!wasFresh) return;
    if (this.watchers.size > 0) this.#host.enqueue(this);
    this.invalidateDependents();
  }

  /** Called by the reader while computing. */
  read(cell: Cell): void {
    if (this.#reads.has(cell)) return;
    cell.addDependent(this);
    this.#reads.set(cell, 0);
  }

  /** Called by the reader while computing; throws what computing the other view threw. */
  readView(node: ViewNode): unknown {
    this.read(node);
    try {
      node.refresh();
    } finally {
      this.#reads.set(node, node.#outcome);
    }
    return node.value;
  }

  /** Lets go of everything that was read; a later use computes anew. */
  release(): void {
    const reads = this.#reads;
    this.#reads = new Map();
    this.#freshness = 'stale';
    for (const cell of reads.keys()) cell.removeDependent(this);
  }

  protected override abandoned(): void {
    this.#host.unused(this);
  }

  // In the order of reading: what a later cell is may depend on what an earlier one said.
  #someReadChanged(): boolean {
    for (const [cell, outcome] of this.#reads) {
      if (!(cell instanceof ViewNode)) continue;
      if (cell.#isSettling) return true;
      cell.settle();
      if (cell.#outcome !== outcome) return true;
    }
    return false;
  }

  #recompute(): void {
    const before = this.#reads;
    this.#reads = new Map();
    try {
      const value = this.#host.compute(this, this.#view, this.#key);
      const equal = this.#view.equal ?? structurallyEqual;
      const isNew = this.version === 0 || !equal(value, this.value);
      if (isNew || this.failure !== undefined) this.#outcome += 1;
      this.failure = undefined;
      if (isNew) this.#take(value);
    } catch (error) {
      this.#outcome += 1;
      this.failure = { error };
      if (this.watchers.size > 0) this.#host.failed(this, error);
    } finally {
      for (const cell of before.keys()) if (!this.#reads.has(cell)) cell.removeDependent(this);
    }
  }

  #take(value: unknown): void {
    this.value = value;
    this.version += 1;
    // What changed is among what was read now: reading goes the same way up to the first difference.
    let touched: Revision = 1;
    for (const cell of this.#reads.keys()) touched = Math.max(touched, cell.touched);
    this.touched = Math.max(touched, this.touched);
  }
}
