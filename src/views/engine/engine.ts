// SPDX-License-Identifier: Apache-2.0
// Views, computed once for every reader. In: a state that tells which cells changed. Out: values with
// the revision at which they last changed, pulled by `get`, pushed by `watch`. Dependencies are what a
// computation read, so they can't be forgotten. It knows no noun and never writes.
import type { Revision } from '../../log/log.ts';
import { Cell, type Dependent } from '../../state/cell.ts';
import type { Read, State } from '../../state/state.ts';
import { structurallyEqual } from '../../model/equal.ts';
import type { Versioned, View, ViewRead } from './view.ts';

export interface ViewsOptions {
  /** Longest stretch of recomputing before other work gets a turn. */
  readonly budgetMs?: number;
  /** Values nobody watches that are kept for the next reader. */
  readonly maxIdle?: number;
  /** Told of a computation that threw while publishing; its watchers keep the value they have. */
  readonly onError?: (view: string, error: unknown) => void;
}

/** Counted for metrics and for the tests that prove sharing. */
export interface ViewCounters {
  computed: number;
  published: number;
}

type Watcher = () => void;
// Whether a node may be used as it is: yes; only if what it read is unchanged; no.
type Freshness = 'fresh' | 'suspect' | 'stale';

/** One view at one key. As a cell, `touched` is the revision at which its value last changed. */
class ViewNode extends Cell implements Dependent {
  readonly id: string;
  readonly watchers = new Set<Watcher>();
  value: unknown;
  freshness: Freshness = 'stale';
  computed = false;
  /** Counts published values: tells local-lane changes apart, which have no revision. */
  version = 0;
  reads: Map<Cell, number> = new Map();
  readonly #engine: Views;
  readonly #view: View<never, unknown>;
  readonly #key: never;

  constructor(engine: Views, id: string, view: View<never, unknown>, key: never) {
    super(0);
    this.#engine = engine;
    this.#view = view;
    this.#key = key;
    this.id = id;
  }

  get isUsed(): boolean {
    return this.watchers.size > 0 || this.dependents !== undefined;
  }

  invalidate(cell: Cell): void {
    const next: Freshness = cell instanceof ViewNode ? 'suspect' : 'stale';
    if (this.freshness === 'stale' || this.freshness === next) return;
    const wasFresh = this.freshness === 'fresh';
    this.freshness = next;
    if (!wasFresh) return;
    if (this.watchers.size > 0) this.#engine.enqueue(this);
    if (this.dependents !== undefined) for (const node of this.dependents) node.invalidate(this);
  }

  /** Recomputes if needed. Cheap when nothing that was read has changed. */
  refresh(): void {
    if (this.freshness === 'suspect' && !this.#someReadChanged()) this.freshness = 'fresh';
    if (this.freshness !== 'fresh') this.#recompute();
  }

  release(): void {
    for (const cell of this.reads.keys()) {
      cell.removeDependent(this);
      if (cell instanceof ViewNode) this.#engine.unused(cell);
    }
    this.reads.clear();
  }

  #someReadChanged(): boolean {
    for (const [cell, version] of this.reads) {
      if (!(cell instanceof ViewNode)) continue;
      cell.refresh();
      if (cell.version !== version) return true;
    }
    return false;
  }

  #recompute(): void {
    const before = this.reads;
    this.reads = new Map();
    const value = this.#engine.compute(this, this.#view, this.#key);
    for (const cell of before.keys()) {
      if (this.reads.has(cell)) continue;
      cell.removeDependent(this);
      if (cell instanceof ViewNode) this.#engine.unused(cell);
    }
    this.freshness = 'fresh';
    const equal = this.#view.equal ?? structurallyEqual;
    if (this.computed && equal(value as never, this.value as never)) return;
    let touched: Revision = 1;
    for (const cell of this.reads.keys()) touched = Math.max(touched, cell.touched);
    this.touched = Math.max(touched, this.touched);
    this.value = value;
    this.computed = true;
    this.version += 1;
  }
}

/** The latest value of a view, as often as it changes; values in between are skipped, not queued. */
export interface Watch<V> extends AsyncIterable<Versioned<V>>, Disposable {
  /** The value now. */
  current(): Versioned<V>;
}

export class Views {
  readonly counters: ViewCounters = { computed: 0, published: 0 };
  readonly #state: State;
  readonly #nodes = new Map<string, ViewNode>();
  readonly #idle = new Map<string, ViewNode>();
  readonly #pending = new Set<ViewNode>();
  readonly #computing: ViewNode[] = [];
  readonly #budgetMs: number;
  readonly #maxIdle: number;
  readonly #onError: (view: string, error: unknown) => void;
  #scheduled = false;

  constructor(state: State, options: ViewsOptions = {}) {
    this.#state = state;
    this.#budgetMs = options.budgetMs ?? 8;
    this.#maxIdle = options.maxIdle ?? 4_096;
    this.#onError = options.onError ?? (() => {});
    state.onApplied(() => this.#schedule());
  }

  /** The value now; computed if nobody has asked before or something that it read has changed. */
  get<K, V>(view: View<K, V>, key: K): Versioned<V> {
    const node = this.#node(view, key);
    node.refresh();
    this.unused(node);
    return { value: node.value as V, revision: node.touched };
  }

  /** Waits until the value's revision exceeds `revision`; resolves anyway after `timeoutMs` or an abort. */
  async above<K, V>(
    view: View<K, V>,
    key: K,
    revision: Revision,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Versioned<V>> {
    const first = this.get(view, key);
    if (first.revision > revision || timeoutMs <= 0 || signal?.aborted) return first;
    const node = this.#node(view, key);
    const { promise, resolve } = Promise.withResolvers<void>();
    const watcher = () => {
      if (node.touched > revision) resolve();
    };
    this.#addWatcher(node, watcher);
    const timer = setTimeout(resolve, timeoutMs);
    const onAbort = () => resolve();
    signal?.addEventListener('abort', onAbort, { once: true });
    await promise;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    this.#removeWatcher(node, watcher);
    return this.get(view, key);
  }

  watch<K, V>(view: View<K, V>, key: K): Watch<V> {
    const node = this.#node(view, key);
    let news = Promise.withResolvers<void>();
    let isClosed = false;
    const watcher = () => news.resolve();
    this.#addWatcher(node, watcher);
    const current = (): Versioned<V> => {
      node.refresh();
      return { value: node.value as V, revision: node.touched };
    };
    const close = () => {
      isClosed = true;
      this.#removeWatcher(node, watcher);
      news.resolve();
    };
    const values = async function* (): AsyncGenerator<Versioned<V>> {
      let seen = 0;
      while (!isClosed) {
        const latest = current();
        if (node.version !== seen) {
          seen = node.version;
          news = Promise.withResolvers<void>();
          yield latest;
        } else {
          await news.promise;
          news = Promise.withResolvers<void>();
        }
      }
    };
    return { current, [Symbol.dispose]: close, [Symbol.asyncIterator]: values };
  }

  /** How many view nodes are held, and how many of them nobody uses. */
  get size(): { nodes: number; idle: number } {
    return { nodes: this.#nodes.size, idle: this.#idle.size };
  }

  enqueue(node: ViewNode): void {
    this.#pending.add(node);
  }

  /** Keeps a node that nobody uses for a while; drops the one unused longest when there are too many. */
  unused(node: ViewNode): void {
    if (node.isUsed) {
      this.#idle.delete(node.id);
      return;
    }
    this.#idle.delete(node.id);
    this.#idle.set(node.id, node);
    if (this.#idle.size <= this.#maxIdle) return;
    const [oldest] = this.#idle.values();
    if (oldest === undefined) return;
    this.#idle.delete(oldest.id);
    this.#nodes.delete(oldest.id);
    oldest.release();
  }

  compute(node: ViewNode, view: View<never, unknown>, key: never): unknown {
    if (this.#computing.includes(node)) throw new Error(`view ${node.id} reads itself`);
    this.#computing.push(node);
    this.counters.computed += 1;
    try {
      return view.compute(this.#reader(node), key);
    } finally {
      this.#computing.pop();
    }
  }

  #reader(node: ViewNode): ViewRead {
    const track = (cell: Cell) => {
      cell.addDependent(node);
      node.reads.set(cell, 0);
    };
    const read: Read = this.#state.reader(track);
    const view = <K, V>(other: View<K, V>, key: K): V => {
      const dependency = this.#node(other, key);
      dependency.refresh();
      dependency.addDependent(node);
      node.reads.set(dependency, dependency.version);
      this.#idle.delete(dependency.id);
      return dependency.value as V;
    };
    return { ...read, view };
  }

  #node<K, V>(view: View<K, V>, key: K): ViewNode {
    const id = `${view.name}\n${view.key(key)}`;
    let node = this.#nodes.get(id);
    if (node === undefined) {
      node = new ViewNode(this, id, view as never, key as never);
      this.#nodes.set(id, node);
    }
    return node;
  }

  #addWatcher(node: ViewNode, watcher: Watcher): void {
    node.watchers.add(watcher);
    this.#idle.delete(node.id);
    node.refresh();
  }

  #removeWatcher(node: ViewNode, watcher: Watcher): void {
    node.watchers.delete(watcher);
    this.unused(node);
  }

  #schedule(): void {
    if (this.#scheduled || this.#pending.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#publish();
    });
  }

  // In slices: 5,000 proxies made stale by one intention must not keep a write waiting.
  #publish(): void {
    const deadline = performance.now() + this.#budgetMs;
    for (const node of this.#pending) {
      this.#pending.delete(node);
      const version = node.version;
      try {
        node.refresh();
      } catch (error) {
        this.#onError(node.id, error);
      }
      if (node.version !== version) {
        this.counters.published += 1;
        for (const watcher of node.watchers) watcher();
      }
      if (performance.now() > deadline) break;
    }
    this.#schedule();
  }
}
