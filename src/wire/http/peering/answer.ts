// SPDX-License-Identifier: Apache-2.0
import { peerStream } from '../../../views/peering/stream.ts';
import type { PeeringAnswer } from '../../../views/peering/read.ts';
import type { HttpContext } from '../context.ts';

/** Go's zero time: something that has not happened yet on a stream that there is. */
const NEVER = '0001-01-01T00:00:00Z';

/** A peering with the times of its stream as they are known now. */
export function withTimes({ views }: HttpContext, answer: PeeringAnswer): object {
  const stream = views.get(peerStream, answer.ID).value;
  const times =
    stream === undefined
      ? { LastHeartbeat: null, LastReceive: null, LastSend: null }
      : {
          LastHeartbeat: timeOf(stream.lastHeartbeatMs) ?? null,
          LastReceive: timeOf(stream.lastReceiveMs) ?? NEVER,
          LastSend: timeOf(stream.lastSendMs) ?? NEVER,
        };
  // Not Consul's: why a peering is failing should not have to be looked up in a log.
  const error =
    stream?.lastError === undefined
      ? {}
      : {
          LastError: stream.lastError.message,
          LastErrorTime: timeOf(stream.lastError.atMs),
        };
  return { ...answer, StreamStatus: { ...answer.StreamStatus, ...times, ...error } };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
