// SPDX-License-Identifier: Apache-2.0
// Waiting for a foreign process that tells nothing by itself.
import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 10;

/** Ends an `until` at once. */
export class Stop extends Error {}

export interface Waiting {
  readonly timeoutMs: number;
  /** Ends the waiting when it aborts. */
  readonly signal: AbortSignal;
}

/** Tries until the check is true; what it throws counts as false and is told at the deadline. */
export async function until(
  what: string,
  { timeoutMs, signal }: Waiting,
  check: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    signal.throwIfAborted();
    try {
      if (await check()) return;
      last = undefined;
    } catch (error) {
      if (error instanceof Stop) throw error;
      last = error;
    }
    if (performance.now() > deadline) {
      const reason = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`not after ${timeoutMs} ms: ${what}${reason}`);
    }
    await sleep(INTERVAL_MS, undefined, { signal });
  }
}
