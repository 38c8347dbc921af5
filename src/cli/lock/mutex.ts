// SPDX-License-Identifier: Apache-2.0
// A lock for one: the key <prefix>/.lock, held by a session.
import type { Client } from '../../client/client.ts';
import { keyPath, type Pair } from '../../client/key-value.ts';
import {
  flagsOf,
  type Holder,
  type HolderOptions,
  joinKey,
  pause,
  readKeys,
  watchHeld,
} from './holder.ts';

const MARK = 0x2ddccbc058a50c18n;
const WAIT = '15s';
/** After a holder was lost, its lock stays closed for a while, and nothing tells when it opens. */
const CLOSED_RETRY_MS = 1_000;

export function mutex(options: HolderOptions): Holder {
  const { client, prefix, session } = options;
  const key = joinKey(prefix, '.lock');
  return {
    acquire: (signal) => acquire(client, key, session, signal),
    lost: (signal) =>
      watchHeld(options, { key, query: {} }, ([pair]) => pair?.Session === session, signal),
    release: async () => {
      const query = { flags: String(MARK), release: session };
      await client.send({ method: 'PUT', path: keyPath(key), query });
    },
    cleanUp: async () => {
      const [pair] = (await readKeys(client, key, {})).pairs;
      if (pair === undefined) return 'done';
      checkMark(pair);
      if (pair.Session) return 'in use';
      const query = { cas: String(pair.ModifyIndex) };
      const isGone = await client.json<boolean>({ method: 'DELETE', path: keyPath(key), query });
      return isGone ? 'done' : 'in use';
    },
  };
}

async function acquire(
  client: Client,
  key: string,
  session: string,
  signal: AbortSignal,
): Promise<boolean> {
  let index: string | undefined;
  while (!signal.aborted) {
    const found = await readKeys(client, key, { index, wait: WAIT }, signal);
    const [pair] = found.pairs;
    if (pair !== undefined) checkMark(pair);
    if (pair?.Session === session) return true;
    if (pair?.Session) {
      index = found.index;
      continue;
    }
    index = undefined;
    const query = { flags: String(MARK), acquire: session };
    if (await client.json<boolean>({ method: 'PUT', path: keyPath(key), query })) return true;
    const [taken] = (await readKeys(client, key, {}, signal)).pairs;
    if (!taken?.Session) await pause(CLOSED_RETRY_MS, signal);
  }
  return false;
}

function checkMark(pair: Pair): void {
  if (flagsOf(pair) !== MARK) throw new Error('Existing key does not match lock use');
}
