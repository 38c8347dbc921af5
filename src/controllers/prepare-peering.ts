// SPDX-License-Identifier: Apache-2.0
// Gets ready for peers when the first peering is there, and not before: whoever made a token will be called
// soon, and should not have to load what answers only then.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Views } from '../views/engine/engine.ts';
import { peeringAnswers } from '../views/peering/read.ts';

export interface PreparePeeringPorts {
  readonly views: Views;
  readonly prepare: () => Promise<unknown>;
}

// Loading keeps the process busy: whoever has just made the peering is answered first.
const ANSWER_MS = 10;

export async function preparePeering(
  { views, prepare }: PreparePeeringPorts,
  signal: AbortSignal,
): Promise<void> {
  using peerings = views.watch(peeringAnswers, null);
  signal.addEventListener('abort', () => peerings[Symbol.dispose](), { once: true });
  for await (const { value } of peerings) {
    if (value.length === 0) continue;
    await sleep(ANSWER_MS);
    await prepare();
    return;
  }
}
