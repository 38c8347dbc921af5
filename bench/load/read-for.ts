// SPDX-License-Identifier: Apache-2.0
import { encodeRequest } from './http-answer.ts';
import { type HttpConnection, succeeded } from './http-connection.ts';

export interface ReadRate {
  readonly perSecond: number;
  /** How much of the time the generator had something to do, 0 to 1. */
  readonly generatorBusy: number;
}

/** Reads a path on all connections for so long, each waiting for its answer before it asks again. */
export async function readFor(
  durationMs: number,
  path: string,
  connections: readonly HttpConnection[],
  signal: AbortSignal,
): Promise<ReadRate> {
  const request = encodeRequest('GET', path);
  const utilization = performance.eventLoopUtilization();
  const startMs = performance.now();
  let count = 0;
  const readOn = async (connection: HttpConnection) => {
    while (performance.now() - startMs < durationMs && !signal.aborted) {
      succeeded(await connection.send(request), path);
      count += 1;
    }
  };
  await Promise.all(connections.map((connection) => readOn(connection)));
  return {
    perSecond: (count * 1_000) / (performance.now() - startMs),
    generatorBusy: performance.eventLoopUtilization(utilization).utilization,
  };
}
