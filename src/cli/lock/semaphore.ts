// SPDX-License-Identifier: Apache-2.0
// A lock for several: the key <prefix>/.lock lists the sessions that hold it, and each contender has a key of its
// own, <prefix>/<session>, which ends with the session. Who is listed but has no key any more holds nothing.
import type { Client } from '../../client/client.ts';
import { keyPath, type Pair, valueOf } from '../../client/key-value.ts';
import type { Uint64 } from '../../client/exact-json.ts';
import {
  flagsOf,
  type Holder,
  type HolderOptions,
  joinKey,
  readKeys,
  watchHeld,
} from './holder.ts';

const MARK = 0xe0f69a2baa414de0n;
const WAIT = '15s';

/** The value of <prefix>/.lock, as JSON. */
interface Slots {
  readonly Limit: number;
  readonly Holders: Readonly<Record<string, boolean>> | null;
}

interface State {
  readonly limit: number;
  /** Only those that are alive. */
  readonly holders: readonly string[];
  /** 0 when there is no key yet. */
  readonly modifyIndex: Uint64;
}

export function semaphore(options: HolderOptions, limit: number): Holder {
  const { client, prefix, session } = options;
  const all = { key: prefix, query: { recurse: '' } };
  const key = joinKey(prefix, '.lock');
  const contender = joinKey(prefix, session);
  const stateOf = (pairs: readonly Pair[]) => readState(pairs, key, limit);
  const write = (state: State, holders: readonly string[]) =>
    client.json<boolean>({
      method: 'PUT',
      path: keyPath(key),
      query: { flags: String(MARK), cas: String(state.modifyIndex) },
      body: {
        Limit: state.limit,
        Holders: Object.fromEntries(holders.map((holder) => [holder, true])),
      } satisfies Slots,
    });
  return {
    acquire: async (signal) => {
      await contend(client, contender, session);
      let index: string | undefined;
      while (!signal.aborted) {
        const found = await readKeys(client, prefix, { ...all.query, index, wait: WAIT }, signal);
        const state = stateOf(found.pairs);
        if (state.limit !== limit) {
          const sides = `(lock: ${state.limit}, local: ${limit})`;
          throw new Error(`semaphore limit conflict ${sides}`);
        }
        index = state.holders.length < limit ? undefined : found.index;
        if (index === undefined && (await write(state, [...state.holders, session]))) return true;
      }
      return false;
    },
    lost: (signal) =>
      watchHeld(options, all, (pairs) => stateOf(pairs).holders.includes(session), signal),
    release: async () => {
      for (;;) {
        const state = stateOf((await readKeys(client, prefix, all.query)).pairs);
        const others = state.holders.filter((holder) => holder !== session);
        if (others.length === state.holders.length || (await write(state, others))) break;
      }
      await client.send({ method: 'DELETE', path: keyPath(contender) });
    },
    cleanUp: async () => {
      const state = stateOf((await readKeys(client, prefix, all.query)).pairs);
      if (BigInt(state.modifyIndex) === 0n) return 'done';
      if (state.holders.length > 0) return 'in use';
      const query = { cas: String(state.modifyIndex) };
      const isGone = await client.json<boolean>({ method: 'DELETE', path: keyPath(key), query });
      return isGone ? 'done' : 'in use';
    },
  };
}

async function contend(client: Client, key: string, session: string): Promise<void> {
  const query = { flags: String(MARK), acquire: session };
  const isThere = await client.json<boolean>({ method: 'PUT', path: keyPath(key), query });
  if (!isThere) throw new Error('failed to make contender entry');
}

function readState(pairs: readonly Pair[], key: string, limit: number): State {
  const pair = pairs.find(({ Key }) => Key === key);
  if (pair === undefined) return { limit, holders: [], modifyIndex: 0 };
  if (flagsOf(pair) !== MARK) throw new Error('Existing key does not match semaphore use');
  const text = valueOf(pair).toString();
  const { Limit, Holders }: Slots =
    text === '' ? { Limit: limit, Holders: {} } : (JSON.parse(text) as Slots);
  const alive = new Set(pairs.map(({ Session }) => Session));
  return {
    limit: Limit,
    holders: Object.keys(Holders ?? {}).filter((holder) => alive.has(holder)),
    modifyIndex: pair.ModifyIndex,
  };
}
