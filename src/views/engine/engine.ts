// SPDX-License-Identifier: Apache-2.0
// Views, computed once for every reader. In: a state that tells which cells changed. Out: values with
// the revision at which they last changed, pulled by `get`, pushed by `watch`. Dependencies are what a
// computation read, so they can't be forgotten. It knows no noun and never writes.
import type { Revision } from '../../log/log.ts';
import { type State, StateReader } from '../../state/state.ts';
import { IdleNodes } from './idle.ts';
import { type NodeHost, ViewNode } from './node.ts';
import type { Versioned, View, ViewRead } from './view.ts';
import { type Watch, watchNode } from './watch.ts';

export type { Watch } from './watch.ts';

export interface ViewsOptions {
  /** Longest stretch of recomputing before other work gets a turn. */
  readonly budgetMs?: number;
  /** Values nobody watches that are kept for the next reader. */
  readonly maxIdle?: number;
  /** The same of those that few ask for. */
  readonly maxRareIdle?: number;
  /** Told of a computation that threw for its watchers; they keep the value they have. */
  readonly onError?: (view: string, error: unknown) => void;
}

/** Counted for metrics and for the tests that prove sharing. */
export interface ViewCounters {
  computed: number;
  published: number;
  /** Readers that wait in `above` now. */
  waiting: number;
}

export class Views {
  readonly counters: ViewCounters = { computed: 0, published: 0, waiting: 0 };
  readonly #state: State;
  readonly #nodes = new Map<string, ViewNode>();
  readonly #idle: IdleNodes;
  readonly #rareIdle: IdleNodes;
  readonly #pending = new Set<ViewNode>();
  readonly #budgetMs: number;
  readonly #host: NodeHost;
  #isScheduled = false;

  constructor(state: State, options: ViewsOptions = {}) {
    this.#state = state;
    this.#budgetMs = options.budgetMs ?? 8;
    const drop = (node: ViewNode) => {
      this.#nodes.delete(node.id);
      node.release();
    };
    this.#idle = new IdleNodes(options.maxIdle ?? 4_096, drop);
    this.#rareIdle = new IdleNodes(options.maxRareIdle ?? 64, drop);
    this.#host = {
      compute: (node, view, key) => {
        this.counters.computed += 1;
        return view.compute(new ViewReader(this.#state, node, this.#node), key);
      },
      enqueue: (node) => this.#pending.add(node),
      unused: (node) => this.#keepIdle(node),
      failed: (node, error) => options.onError?.(node.id, error),
    };
    state.onApplied(() => this.#schedule());
  }

  /** The value now; computed if nobody has asked before or something that it read has changed. */
  get<K, V>(view: View<K, V>, key: K): Versioned<V> {
    const node = this.#node(view, key);
    try {
      node.refresh();
      return { value: node.value as V, revision: node.touched };
    } finally {
      this.#keepIdle(node);
    }
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
    // Where nothing may idle it has been dropped again, and only a fresh node hears of changes.
    node.settle();
    const { promise, resolve } = Promise.withResolvers<void>();
    const detach = this.#attach(node, () => {
      if (node.touched > revision) resolve();
    });
    const stop = () => resolve();
    const timer = setTimeout(stop, timeoutMs);
    signal?.addEventListener('abort', stop, { once: true });
    this.counters.waiting += 1;
    try {
      await promise;
      node.refresh();
      return { value: node.value as V, revision: node.touched };
    } finally {
      this.counters.waiting -= 1;
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      detach();
    }
  }

  /** Follows a view until disposed of, left, or `signal` is aborted. */
  watch<K, V>(view: View<K, V>, key: K, signal?: AbortSignal): Watch<V> {
    const node = this.#node(view, key);
    const attach = (notify: () => void) => {
      const detach = this.#attach(node, notify);
      // Many watches may begin in one go: what isn't there yet is computed within the budget.
      if (!node.isFresh) this.#pending.add(node);
      this.#schedule();
      return detach;
    };
    return watchNode<V>(node, attach, () => this.get(view, key), signal);
  }

  /** How many view nodes are held, and how many of them nobody uses. */
  get size(): { nodes: number; idle: number } {
    return { nodes: this.#nodes.size, idle: this.#idle.size + this.#rareIdle.size };
  }

  // Bound, since readers get it handed.
  readonly #node = <K, V>(view: View<K, V>, key: K): ViewNode => {
    const id = `${view.name}(${view.key(key)})`;
    let node = this.#nodes.get(id);
    if (node === undefined) {
      node = new ViewNode(this.#host, id, view as View<unknown, unknown>, key);
      this.#nodes.set(id, node);
    }
    return node;
  };

  #attach(node: ViewNode, watcher: () => void): () => void {
    if (node.watchers.size === 0) node.announced = node.isFresh ? node.version : undefined;
    else if (!node.isFresh) node.announced = undefined;
    node.watchers.add(watcher);
    this.#idleOf(node).delete(node);
    return () => {
      node.watchers.delete(watcher);
      this.#keepIdle(node);
    };
  }

  /** Keeps a node that nobody uses for a while. */
  #keepIdle(node: ViewNode): void {
    const idle = this.#idleOf(node);
    if (node.isUsed) idle.delete(node);
    else idle.add(node);
  }

  #idleOf(node: ViewNode): IdleNodes {
    return node.isRare ? this.#rareIdle : this.#idle;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#pending.size === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#publish();
    });
  }

  // In slices: 5,000 proxies made stale by one intention must not keep a write waiting.
  #publish(): void {
    const deadline = performance.now() + this.#budgetMs;
    for (const node of this.#pending) {
      this.#pending.delete(node);
      if (node.watchers.size > 0) this.#announce(node);
      if (performance.now() > deadline) break;
    }
    this.#schedule();
  }

  #announce(node: ViewNode): void {
    node.settle();
    // A read may have computed the value before its turn here: what counts is what watchers know.
    if (node.announced === node.version) return;
    if (node.announced !== undefined) this.counters.published += 1;
    node.announced = node.version;
    for (const watcher of node.watchers) watcher();
  }
}

/** Reads tables and other views on behalf of one node, which remembers what was read. */
class ViewReader extends StateReader implements ViewRead {
  readonly #node: ViewNode;
  readonly #find: <K, V>(view: View<K, V>, key: K) => ViewNode;

  constructor(state: State, node: ViewNode, find: <K, V>(view: View<K, V>, key: K) => ViewNode) {
    super(state, (cell) => node.read(cell));
    this.#node = node;
    this.#find = find;
  }

  view<K, V>(view: View<K, V>, key: K): V {
    return this.#node.readView(this.#find(view, key)) as V;
  }
}
