// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';
import { pause } from './holder.ts';

const TTL_MS = 15_000;
const RETRY_MS = 1_000;

export interface HeldSession {
  readonly id: string;
  /** Gives it and all its locks back, once. */
  readonly end: () => Promise<void>;
}

/** Creates a session and keeps it alive until it is ended. */
export async function holdSession(
  client: Client,
  session: { readonly Name: string; readonly Behavior?: string },
): Promise<HeldSession> {
  const { ID: id } = await client.json<{ readonly ID: string }>({
    method: 'PUT',
    path: '/v1/session/create',
    body: { ...session, TTL: `${TTL_MS / 1_000}s` },
  });
  const ended = new AbortController();
  const renewing = renew(client, id, ended.signal);
  return {
    id,
    end: async () => {
      if (ended.signal.aborted) return;
      ended.abort();
      await renewing;
      // It ends by itself soon when nobody can be told.
      await client.send({ method: 'PUT', path: `/v1/session/destroy/${id}` }).catch(() => {});
    },
  };
}

/** A session that can't be renewed is lost, which whoever watches its lock sees. */
async function renew(client: Client, id: string, signal: AbortSignal): Promise<void> {
  let waitMs = TTL_MS / 2;
  for (;;) {
    await pause(waitMs, signal);
    if (signal.aborted) return;
    try {
      await client.send({ method: 'PUT', path: `/v1/session/renew/${id}`, signal });
      waitMs = TTL_MS / 2;
    } catch {
      waitMs = RETRY_MS;
    }
  }
}
