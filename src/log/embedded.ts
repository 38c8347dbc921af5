// SPDX-License-Identifier: Apache-2.0
// What the single-server drivers share: one writer, revisions given out here, group commit, a ring of
// recent changes for followers, leases. Durability is the store's alone (memory/store.ts, sqlite/store.ts).
import { randomUUID } from 'node:crypto';
import {
  type Change,
  type CommitResult,
  CompactedError,
  type Lease,
  type Log,
  type Proposal,
  type Revision,
  type Snapshot,
  type StoredRow,
  type Write,
} from './log.ts';

/** Where durable rows live. `persist` resolves when they would survive a power cut. */
export interface Store {
  load(): Promise<{ readonly reserved: Revision; readonly rows: readonly StoredRow[] }>;
  /** Atomic for the whole array; `reserved` is stored with it when it is given. */
  persist(changes: readonly Change[], reserved: Revision | undefined): Promise<void>;
  close(): Promise<void>;
}

// Revisions are reserved durably in blocks, so that volatile changes cost no disk write and a start
// after a crash continues above every index that a client may have seen.
const REVISION_BLOCK = 10_000;
const KEPT_CHANGES = 4_096;

interface Queued {
  readonly proposals: readonly Proposal[];
  readonly resolve: (results: readonly CommitResult[]) => void;
  readonly reject: (error: unknown) => void;
}

export class EmbeddedLog implements Log {
  readonly exclusive = true;
  readonly #store: Store;
  readonly #revisions = new Map<string, Revision>();
  readonly #leased = new Map<string, StoredRow>();
  readonly #leases = new Map<string, Set<string>>();
  readonly #ring: Change[] = [];
  #ringFloor: Revision;
  #revision: Revision;
  #reserved: Revision;
  #queue: Queued[] = [];
  #draining: Promise<void> | undefined;
  #closed = false;
  #news = Promise.withResolvers<void>();

  private constructor(store: Store, reserved: Revision, rows: readonly StoredRow[]) {
    this.#store = store;
    for (const row of rows) this.#revisions.set(`${row.table}\n${row.key}`, row.modifyRevision);
    // A new store starts at 1, so that no index is ever 0.
    this.#revision = Math.max(reserved, 1);
    this.#ringFloor = this.#revision;
    this.#reserved = reserved;
  }

  static async open(store: Store): Promise<EmbeddedLog> {
    const { reserved, rows } = await store.load();
    return new EmbeddedLog(store, reserved, rows);
  }

  async snapshot(): Promise<Snapshot> {
    while (this.#draining !== undefined) await this.#draining;
    const revision = this.#revision;
    const { rows } = await this.#store.load();
    return { revision, rows: [...rows, ...this.#leased.values()] };
  }

  commit(proposals: readonly Proposal[]): Promise<readonly CommitResult[]> {
    if (this.#closed) return Promise.reject(new Error('the log is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ proposals, resolve, reject });
      this.#draining ??= this.#drain().finally(() => (this.#draining = undefined));
    });
  }

  async *follow(from: Revision, signal: AbortSignal): AsyncGenerator<readonly Change[]> {
    let at = from;
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    while (!signal.aborted) {
      if (at < this.#ringFloor) throw new CompactedError(`changes after ${at} are no longer kept`);
      const batch = this.#after(at);
      if (batch.length > 0) {
        at = batch.at(-1)?.revision ?? at;
        yield batch;
      } else {
        if (this.#closed) return;
        await Promise.race([this.#news.promise, aborted]);
      }
    }
  }

  grantLease(ttlMs: number): Lease {
    const id = randomUUID();
    this.#leases.set(id, new Set());
    let timer: NodeJS.Timeout | undefined;
    const revoke = async () => {
      clearTimeout(timer);
      const keys = this.#leases.get(id);
      this.#leases.delete(id);
      if (keys === undefined || keys.size === 0 || this.#closed) return;
      const writes = [...keys].map((entry): Write => {
        const [table, key] = entry.split('\n', 2) as [string, string];
        return { table, key, value: undefined };
      });
      await this.commit([{ writes, expectations: [], origin: 'lease', timeMs: Date.now() }]);
    };
    const keepAlive = () => {
      clearTimeout(timer);
      if (!this.#leases.has(id)) return;
      timer = setTimeout(() => void revoke(), ttlMs);
      timer.unref();
    };
    keepAlive();
    return { id, ttlMs, keepAlive, revoke };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
    this.#tell();
    await this.#store.close();
  }

  // One batch at a time: whatever is asked for while the disk syncs shares the next sync.
  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      const changes: Change[] = [];
      const results = batch.map((queued) => queued.proposals.map((p) => this.#accept(p, changes)));
      try {
        await this.#persist(changes);
      } catch (error) {
        // Revisions were given out for rows that may or may not be on disk: nothing after this is safe.
        this.#closed = true;
        for (const queued of [...batch, ...this.#queue]) queued.reject(error);
        this.#queue = [];
        this.#tell();
        return;
      }
      this.#publish(changes);
      for (const [i, queued] of batch.entries()) queued.resolve(results[i] ?? []);
    }
  }

  #accept(proposal: Proposal, changes: Change[]): CommitResult {
    if (proposal.lease !== undefined && !this.#leases.has(proposal.lease.id)) {
      const conflict = { table: 'leases', key: proposal.lease.id, revision: 0 };
      return { ok: false, conflict, revision: this.#revision };
    }
    for (const expectation of proposal.expectations) {
      const found = this.#revisions.get(`${expectation.table}\n${expectation.key}`) ?? 0;
      if (found !== expectation.revision) {
        return { ok: false, conflict: expectation, revision: this.#revision };
      }
    }
    this.#revision += 1;
    const revision = this.#revision;
    for (const write of proposal.writes) this.#note(write, revision, proposal.lease);
    const { timeMs, origin, writes } = proposal;
    changes.push({ revision, timeMs, origin, writes });
    return { ok: true, revision };
  }

  #note(write: Write, revision: Revision, lease: Lease | undefined): void {
    const entry = `${write.table}\n${write.key}`;
    if (write.value === undefined) this.#revisions.delete(entry);
    else this.#revisions.set(entry, revision);
    const keys = lease === undefined ? undefined : this.#leases.get(lease.id);
    const held = this.#leased.get(entry);
    if (write.value !== undefined && lease !== undefined) {
      const { table, key, value } = write;
      const createRevision = held?.createRevision ?? revision;
      this.#leased.set(entry, { table, key, value, createRevision, modifyRevision: revision });
      for (const other of this.#leases.values()) if (other !== keys) other.delete(entry);
      keys?.add(entry);
    } else if (held !== undefined) {
      this.#leased.delete(entry);
      for (const other of this.#leases.values()) other.delete(entry);
    }
  }

  async #persist(changes: readonly Change[]): Promise<void> {
    const durable = changes
      .map((change) => ({ ...change, writes: change.writes.filter((w) => !this.#isLeased(w)) }))
      .filter((change) => change.writes.length > 0);
    const needsBlock = this.#revision > this.#reserved;
    if (needsBlock) this.#reserved = this.#revision + REVISION_BLOCK;
    if (durable.length === 0 && !needsBlock) return;
    await this.#store.persist(durable, needsBlock ? this.#reserved : undefined);
  }

  #isLeased(write: Write): boolean {
    return write.value !== undefined && this.#leased.has(`${write.table}\n${write.key}`);
  }

  #publish(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#ring.push(...changes);
    const excess = this.#ring.length - KEPT_CHANGES;
    if (excess > 0) {
      const dropped = this.#ring.splice(0, excess);
      this.#ringFloor = dropped.at(-1)?.revision ?? this.#ringFloor;
    }
    this.#tell();
  }

  #after(revision: Revision): readonly Change[] {
    let low = 0;
    let high = this.#ring.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ring[middle]?.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return this.#ring.slice(low);
  }

  #tell(): void {
    const news = this.#news;
    this.#news = Promise.withResolvers<void>();
    news.resolve();
  }
}
