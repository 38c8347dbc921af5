// SPDX-License-Identifier: Apache-2.0
// Clears away what peerings that have ended left behind. In: the view of what is left. Out: commands, each
// of which removes a bounded part, so that nobody waits long behind one.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from '../commands/command.ts';
import { sweepPeering } from '../commands/sweep-peering.ts';
import type { Logger } from '../model/logger.ts';
import type { Views } from '../views/engine/engine.ts';
import { peeringsToSweep } from '../views/peering/to-sweep.ts';

export interface SweepPeersPorts {
  readonly views: Views;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  readonly logger: Logger;
}

const MAX_ROWS = 1_000;

export async function sweepPeers(ports: SweepPeersPorts, signal: AbortSignal): Promise<void> {
  using ended = ports.views.watch(peeringsToSweep, null);
  signal.addEventListener('abort', () => ended[Symbol.dispose](), { once: true });
  for await (const { value: names } of ended) {
    for (const name of names) await sweep(ports, name, signal);
  }
}

async function sweep(ports: SweepPeersPorts, name: string, signal: AbortSignal): Promise<void> {
  for (let isDone = false; !isDone && !signal.aborted;) {
    ({ isDone } = await ports.issue(sweepPeering, { name, maxRows: MAX_ROWS }));
    await nextTurn();
  }
  ports.logger.info('cleared away what a peering left behind', { peer: name });
}
