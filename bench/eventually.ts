// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  readonly signal: AbortSignal;
  readonly withinMs: number;
  readonly everyMs: number;
}

/** Asks again until the answer is yes: for foreign processes, which give no event. What it throws ends it. */
export async function eventually(
  what: string,
  { signal, withinMs, everyMs }: Patience,
  ask: () => Promise<boolean>,
): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!(await ask())) {
    if (performance.now() > deadlineMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(everyMs, undefined, { signal });
  }
}
