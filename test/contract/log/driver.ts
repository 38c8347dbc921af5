// SPDX-License-Identifier: Apache-2.0
// What the log's contract suite needs of a driver, and short words for what it does with one.
import type {
  Change,
  CommitResult,
  Expectation,
  Lease,
  Log,
  Proposal,
  Revision,
  Write,
} from '../../../src/log/log.ts';
import type { Kept } from '../../../src/log/recent-changes.ts';

/** One store: opened any number of times, one after the other. */
export interface LogDriver {
  open(kept?: Kept): Promise<Log>;
  dispose(): Promise<void>;
}

export function put(key: string, value: object = { key }, table = 'things'): Write {
  return { table, key, value };
}

export function gone(key: string, table = 'things'): Write {
  return { table, key, value: undefined };
}

export function expected(key: string, revision: Revision, table = 'things'): Expectation {
  return { table, key, revision };
}

export function proposal(
  writes: readonly Write[],
  more: { readonly expectations?: readonly Expectation[]; readonly lease?: Lease } = {},
): Proposal {
  return { writes, expectations: [], origin: 'test', timeMs: 1, ...more };
}

/** Commits one proposal. */
export async function commit(
  log: Log,
  writes: readonly Write[],
  more: { readonly expectations?: readonly Expectation[]; readonly lease?: Lease } = {},
): Promise<CommitResult> {
  const [result] = await log.commit([proposal(writes, more)]);
  if (result === undefined) throw new Error('a proposal got no result');
  return result;
}

/** Commits one proposal that must go through; gives its revision. */
export async function commits(
  log: Log,
  writes: readonly Write[],
  more: { readonly lease?: Lease } = {},
): Promise<Revision> {
  const result = await commit(log, writes, more);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.conflict)}`);
  return result.revision;
}

/** The first `count` changes after `from`. */
export async function changesAfter(log: Log, from: Revision, count: number): Promise<Change[]> {
  const controller = new AbortController();
  const changes: Change[] = [];
  for await (const batch of log.follow(from, controller.signal)) {
    changes.push(...batch);
    if (changes.length >= count) break;
  }
  return changes.slice(0, count);
}

/** The values that a snapshot holds, by key. */
export async function rowsOf(log: Log, table = 'things'): Promise<Record<string, object>> {
  const { rows } = await log.snapshot();
  const found = rows.filter((row) => row.table === table);
  return Object.fromEntries(found.map(({ key, value }) => [key, value]));
}
