// SPDX-License-Identifier: Apache-2.0
// Keeps the catalog in line with what is registered with this node's agent, whatever others change there.
import { syncAgent, type SyncAgent } from '../commands/sync-agent.ts';
import type { Command } from '../commands/command.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';

// As often as Consul's agents in a small cluster.
const INTERVAL_MS = 60_000;

export interface SyncCatalogPorts {
  /** What the agent itself is. */
  readonly self: SyncAgent;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  /** Told which checks were put back, knowing nothing. */
  readonly onRestored: (checkIds: readonly string[]) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export async function syncCatalog(ports: SyncCatalogPorts, signal: AbortSignal): Promise<void> {
  const { self, issue, onRestored, clock, logger } = ports;
  for (;;) {
    await pause(clock, signal);
    if (signal.aborted) return;
    try {
      onRestored(await issue(syncAgent, self));
    } catch (error) {
      logger.error('the catalog could not be brought in line with the agent', { error });
    }
  }
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const abort = (): void => {
      cancel();
      resolve();
    };
    const cancel = clock.after(INTERVAL_MS, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
