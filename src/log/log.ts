// SPDX-License-Identifier: Apache-2.0
// The log: ordered, atomic, resumable changes. In: proposals (row images and what they expect of the
// rows they were decided on). Out: changes with one revision each, the number that clients know as
// X-Consul-Index. It knows no noun, and nothing but it decides an order.

/** Position of a change in the log; strictly increasing, never 0 for a change, never reused. */
export type Revision = number;

/** The new image of one row; `value: undefined` deletes it. */
export interface Write {
  readonly table: string;
  readonly key: string;
  readonly value: object | undefined;
}

/** What happened: row images, not commands, so that an older server can apply what a newer one decided. */
export interface Change {
  readonly revision: Revision;
  readonly timeMs: number;
  /** Who asked, for people: 'http', 'peer:east', 'controller:sweep-peers'. */
  readonly origin: string;
  readonly writes: readonly Write[];
}

/** The row must still be at this revision; 0 means that it must not exist. */
export interface Expectation {
  readonly table: string;
  readonly key: string;
  readonly revision: Revision;
}

/**
 * One change asked for. With a lease, its rows are not durable and vanish when the lease ends. Without
 * writes it only checks its expectations: it takes no revision and no follower hears of it.
 */
export interface Proposal {
  readonly writes: readonly Write[];
  readonly expectations: readonly Expectation[];
  readonly origin: string;
  readonly timeMs: number;
  readonly lease?: Lease;
}

/** Refused: `conflict` no longer held; a follower that has reached `revision` has seen why. */
export type CommitResult =
  | { readonly ok: true; readonly revision: Revision }
  | { readonly ok: false; readonly conflict: Expectation; readonly revision: Revision };

/** Facts bound to it end with it: revoked by its holder, or not kept alive for `ttlMs`. */
export interface Lease {
  readonly id: string;
  readonly ttlMs: number;
  /** True from the moment when nothing more can be bound to it; its rows vanish with a change of their own. */
  readonly hasEnded: boolean;
  keepAlive(): void;
  revoke(): Promise<void>;
}

/** The table of a conflict's expectation when the proposal's lease had ended; its key is the lease's id. */
export const LEASES = 'leases';

/**
 * Rows that stand for a range of another table, so that a range which was read can be expected unchanged.
 * They are the log's one special case: never bound to a lease, since one that vanished and came back
 * would look unchanged.
 */
export const GUARDS = 'guards';

export interface StoredRow {
  readonly table: string;
  readonly key: string;
  readonly value: object;
  readonly createRevision: Revision;
  readonly modifyRevision: Revision;
}

export interface Snapshot {
  /** Every change up to here is contained in `rows`; at least as high as any index ever handed out. */
  readonly revision: Revision;
  readonly rows: readonly StoredRow[];
}

/**
 * Guarantees, named as etcd names them, each a test in test/contract/log: ordered, unique, atomic,
 * reliable (a gap is an error, not a silence), resumable, bookmarkable (an answered commit is durable).
 */
export interface Log {
  /** True when no other process writes: the commit loop may then leave expectations out. */
  readonly exclusive: boolean;
  snapshot(): Promise<Snapshot>;
  /** Each proposal is atomic by itself; all of them are durable when the promise resolves. */
  commit(proposals: readonly Proposal[]): Promise<readonly CommitResult[]>;
  /**
   * Changes after `from`, in order, in batches. Ends when `signal` is aborted or the log is closed.
   * Throws CompactedError when they are no longer kept, and the log's own failure when it has failed.
   */
  follow(from: Revision, signal: AbortSignal): AsyncIterable<readonly Change[]>;
  grantLease(ttlMs: number): Lease;
  close(): Promise<void>;
}

/** The follower asked for changes that the log no longer keeps: take a snapshot and go on from there. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';
}
