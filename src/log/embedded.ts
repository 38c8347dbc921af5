// SPDX-License-Identifier: Apache-2.0
// What the single-server drivers share: one writer, revisions given out here, group commit, recent
// changes for followers, leases. In: proposals, snapshots and lease ends, taken strictly in the order of
// asking. Out: published changes. Durability is the store's alone (memory/store.ts, sqlite/store.ts).
import {
  type Change,
  type CommitResult,
  LEASES,
  type Lease,
  type Log,
  type Proposal,
  type Revision,
  type Snapshot,
  type StoredRow,
  type Write,
} from './log.ts';
import { type Kept, RecentChanges } from './recent-changes.ts';
import { Holder, leasedRows, RowLedger, type StoreWrite } from './row-ledger.ts';
import { TimedLease } from './timed-lease.ts';

export interface Loaded {
  readonly reserved: Revision;
  readonly rows: readonly StoredRow[];
}

/** Where durable rows live. Calls take effect in the order in which they are made. */
export interface Store {
  load(): Promise<Loaded>;
  /**
   * Atomic for the whole array; `reserved` is stored with it when it is given. Resolves, with about how
   * many bytes the rows take, when they would survive a power cut.
   */
  persist(writes: readonly StoreWrite[], reserved: Revision | undefined): Promise<number>;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** How much is kept for followers that fall behind. */
  readonly kept?: Kept;
}

// Revisions are reserved durably in blocks, so that volatile changes cost no disk write and a start
// after a crash continues above every index that a client may have seen.
const REVISION_BLOCK = 10_000;
const KEPT: Kept = { changes: 4_096, bytes: 32 * 1024 * 1024 };

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

type Task =
  | ({ readonly kind: 'commit'; readonly proposals: readonly Proposal[] } & Settle<
      readonly CommitResult[]
    >)
  | ({ readonly kind: 'end-lease'; readonly lease: string } & Settle<void>)
  | ({ readonly kind: 'snapshot' } & Settle<Snapshot>);

export class EmbeddedLog implements Log {
  readonly exclusive = true;
  readonly #store: Store;
  readonly #ledger = new RowLedger();
  readonly #leases = new Map<string, { readonly lease: TimedLease; readonly holder: Holder }>();
  readonly #recent: RecentChanges;
  #revision: Revision;
  #reserved: Revision;
  #tasks: Task[] = [];
  #draining: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #failure: Error | undefined;
  /** Kept for the first snapshot, which nearly always comes before the first change. */
  #loaded: Loaded | undefined;

  private constructor(store: Store, loaded: Loaded, kept: Kept) {
    this.#store = store;
    this.#loaded = loaded;
    for (const row of loaded.rows) this.#ledger.load(row);
    // A new store starts at 1, so that no index is ever 0.
    this.#revision = Math.max(loaded.reserved, 1);
    this.#reserved = loaded.reserved;
    this.#recent = new RecentChanges(this.#revision, kept);
  }

  static async open(store: Store, options: EmbeddedOptions = {}): Promise<EmbeddedLog> {
    return new EmbeddedLog(store, await store.load(), options.kept ?? KEPT);
  }

  snapshot(): Promise<Snapshot> {
    return this.#ask((settle) => ({ kind: 'snapshot', ...settle }));
  }

  commit(proposals: readonly Proposal[]): Promise<readonly CommitResult[]> {
    return this.#ask((settle) => ({ kind: 'commit', proposals, ...settle }));
  }

  follow(from: Revision, signal: AbortSignal): AsyncGenerator<readonly Change[]> {
    return this.#recent.follow(from, signal);
  }

  grantLease(ttlMs: number): Lease {
    const lease = new TimedLease(ttlMs, (id) => this.#endLease(id));
    this.#leases.set(lease.id, { lease, holder: new Holder() });
    if (this.#closing !== undefined) lease.stopClock();
    return lease;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const { lease } of this.#leases.values()) lease.stopClock();
    await this.#draining;
    this.#recent.end();
    await this.#store.close();
  }

  // What was asked for before the end of a lease still finds it alive: order decides, not luck.
  async #endLease(id: string): Promise<void> {
    if (this.#closing !== undefined) return;
    await this.#ask<void>((settle) => ({ kind: 'end-lease', lease: id, ...settle }));
  }

  #ask<T>(task: (settle: Settle<T>) => Task): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#closing !== undefined) return Promise.reject(new Error('the log is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#tasks.push(task({ resolve, reject }));
      this.#draining ??= this.#drain();
    });
  }

  // One batch at a time: whatever is asked for while the disk syncs shares the next sync.
  async #drain(): Promise<void> {
    try {
      while (this.#tasks.length > 0) {
        const tasks = this.#tasks;
        this.#tasks = [];
        await this.#runBatch(tasks);
      }
    } catch (error) {
      // Revisions were given out for rows that may or may not be on disk: nothing after this is safe.
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      // In the same step as the last look at the queue, or a task asked for in between would wait forever.
      this.#draining = undefined;
    }
  }

  async #runBatch(tasks: readonly Task[]): Promise<void> {
    const changes: Change[] = [];
    const writes: StoreWrite[] = [];
    const answers: (() => void)[] = [];
    let next = 0;
    try {
      for (; next < tasks.length; next += 1) {
        const task = tasks[next] as Task;
        if (task.kind === 'snapshot') {
          // It must not see what this batch has changed so far: that is neither stored nor published.
          if (changes.length > 0) break;
          this.#takeSnapshot(task);
        } else if (task.kind === 'commit') {
          const results = task.proposals.map((proposal) => this.#accept(proposal, changes, writes));
          answers.push(() => task.resolve(results));
        } else {
          this.#acceptEnd(task.lease, changes, writes);
          answers.push(() => task.resolve());
        }
      }
      const bytes = await this.#persist(writes);
      this.#recent.add(changes, bytes);
    } catch (error) {
      for (const task of tasks) task.reject(error);
      throw error;
    }
    for (const answer of answers) answer();
    this.#tasks = [...tasks.slice(next), ...this.#tasks];
  }

  /** Asks the store at once, so that the rows are those of this moment; does not wait for them. */
  #takeSnapshot(task: Settle<Snapshot>): void {
    const revision = this.#revision;
    const leased = leasedRows(this.#leases.values().map(({ holder }) => holder));
    const loaded = this.#loaded;
    this.#loaded = undefined;
    const loading = loaded === undefined ? this.#store.load() : Promise.resolve(loaded);
    loading.then(({ rows }) => task.resolve({ revision, rows: [...rows, ...leased] }), task.reject);
  }

  #accept(proposal: Proposal, changes: Change[], writes: StoreWrite[]): CommitResult {
    const { lease, origin, timeMs } = proposal;
    const holder = lease === undefined ? undefined : this.#leases.get(lease.id)?.holder;
    if (lease !== undefined && holder === undefined) {
      const conflict = { table: LEASES, key: lease.id, revision: 0 };
      return { ok: false, conflict, revision: this.#revision };
    }
    for (const expected of proposal.expectations) {
      if (this.#ledger.revisionOf(expected.table, expected.key) === expected.revision) continue;
      return { ok: false, conflict: expected, revision: this.#revision };
    }
    if (proposal.writes.length > 0) {
      this.#change({ origin, timeMs, writes: proposal.writes }, holder, changes, writes);
    }
    return { ok: true, revision: this.#revision };
  }

  #acceptEnd(lease: string, changes: Change[], writes: StoreWrite[]): void {
    const holder = this.#leases.get(lease)?.holder;
    this.#leases.delete(lease);
    if (holder === undefined || holder.rows.size === 0) return;
    const ends = Array.from(holder.rows, ({ table, key }): Write => {
      return { table, key, value: undefined };
    });
    this.#change({ origin: 'lease', timeMs: Date.now(), writes: ends }, undefined, changes, writes);
  }

  #change(
    change: Omit<Change, 'revision'>,
    holder: Holder | undefined,
    changes: Change[],
    writes: StoreWrite[],
  ): void {
    this.#loaded = undefined;
    this.#revision += 1;
    const revision = this.#revision;
    changes.push({ revision, ...change });
    for (const write of change.writes) {
      const toStore = this.#ledger.write(write, revision, holder);
      if (toStore !== undefined) writes.push(toStore);
    }
  }

  async #persist(writes: readonly StoreWrite[]): Promise<number> {
    const needsBlock = this.#revision > this.#reserved && this.#revision > 1;
    if (writes.length === 0 && !needsBlock) return 0;
    const reserved = needsBlock ? this.#revision + REVISION_BLOCK : undefined;
    const bytes = await this.#store.persist(writes, reserved);
    this.#reserved = reserved ?? this.#reserved;
    return bytes;
  }

  #fail(failure: Error): void {
    this.#failure = failure;
    for (const task of this.#tasks.splice(0)) task.reject(failure);
    this.#recent.end(failure);
  }
}
