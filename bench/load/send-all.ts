// SPDX-License-Identifier: Apache-2.0
import { type HttpConnection, succeeded } from './http-connection.ts';

/** Sends the requests, one at a time on each connection, in order; rejects at the first that fails. */
export async function sendAll(
  connections: readonly HttpConnection[],
  requests: readonly Buffer[],
  signal: AbortSignal,
): Promise<void> {
  const remaining = requests.values();
  const sendRest = async (connection: HttpConnection) => {
    for (const request of remaining) {
      signal.throwIfAborted();
      succeeded(await connection.send(request), 'the server');
    }
  };
  await Promise.all(connections.map((connection) => sendRest(connection)));
}
