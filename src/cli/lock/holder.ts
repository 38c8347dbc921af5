// SPDX-License-Identifier: Apache-2.0
// What a lock and a semaphore have in common: keys with a mark of what they are for, waiting for one of them to
// change, and watching whether it is still held. The keys, marks and their contents are those of Consul's clients, so
// that both kinds of holders keep each other out.
import { type Client, type Query, ResponseError } from '../../client/client.ts';
import { parseExactJson } from '../../client/exact-json.ts';
import { keyPath, type Pair } from '../../client/key-value.ts';

const MONITOR_RETRY_MS = 1_000;

export interface Holder {
  /** Whether it is held now: not when `signal` was aborted before. */
  acquire(signal: AbortSignal): Promise<boolean>;
  /** Resolves when it is held no more; never throws. `signal` ends the watching. */
  lost(signal: AbortSignal): Promise<void>;
  release(): Promise<void>;
  /** Removes the keys; 'in use' when somebody else needs them. */
  cleanUp(): Promise<'done' | 'in use'>;
}

export interface HolderOptions {
  readonly client: Client;
  readonly prefix: string;
  /** Id of the session that holds it. */
  readonly session: string;
  /** How many failures of the server in a row are ridden out while it is held. */
  readonly monitorRetry: number;
}

/** Joined by one slash, without empty parts, as the keys of locks are written. */
export const joinKey = (...parts: readonly string[]): string =>
  parts.flatMap((part) => part.split('/').filter((piece) => piece !== '')).join('/');

export const flagsOf = ({ Flags }: Pair): bigint => BigInt(Flags);

/** The pairs below a key, and the index to wait on. */
export async function readKeys(
  client: Client,
  key: string,
  query: Query,
  signal?: AbortSignal,
): Promise<{ readonly pairs: readonly Pair[]; readonly index: string }> {
  try {
    const { body, headers } = await client.send({
      path: keyPath(key),
      query,
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      pairs: parseExactJson<readonly Pair[]>(body),
      index: String(headers['x-consul-index'] ?? '0'),
    };
  } catch (error) {
    if (!(error instanceof ResponseError) || error.status !== 404) throw error;
    return { pairs: [], index: String(error.headers['x-consul-index'] ?? '0') };
  }
}

/** Resolves once `isHeld` no longer finds it held, or nobody can tell any more. */
export async function watchHeld(
  { client, monitorRetry }: HolderOptions,
  request: { readonly key: string; readonly query: Query },
  isHeld: (pairs: readonly Pair[]) => boolean,
  signal: AbortSignal,
): Promise<void> {
  let retries = monitorRetry;
  let index: string | undefined;
  for (;;) {
    try {
      const query = { ...request.query, consistent: '', index };
      const found = await readKeys(client, request.key, query, signal);
      if (!isHeld(found.pairs)) return;
      index = found.index;
      retries = monitorRetry;
    } catch (error) {
      const isPassing = !(error instanceof ResponseError) || error.status >= 500;
      if (signal.aborted || !isPassing || retries <= 0) return;
      retries -= 1;
      index = undefined;
      await pause(MONITOR_RETRY_MS, signal);
    }
  }
}

/** Ends early, without an error, when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
