// SPDX-License-Identifier: Apache-2.0
// Lets locks be taken again when their time has passed. In: the view of the locks that are held back, a clock.
// Out: commands. After a start each is held back for its whole time again.
import type { Command } from '../commands/command.ts';
import { endLockDelay } from '../commands/end-lock-delay.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Views } from '../views/engine/engine.ts';
import { heldBackLocks } from '../views/kv/lock-delays.ts';
import { Deadlines } from './deadlines.ts';

export interface EndLockDelaysPorts {
  readonly views: Views;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export async function endLockDelays(ports: EndLockDelaysPorts, signal: AbortSignal): Promise<void> {
  const { views, issue, clock, logger } = ports;
  const deadlines = new Deadlines(clock);
  using delays = views.watch(heldBackLocks, null);
  signal.addEventListener('abort', () => delays[Symbol.dispose](), { once: true });
  for await (const { value: rows } of delays) {
    if (signal.aborted) break;
    const wanted = new Set<string>();
    for (const row of rows) {
      const id = `${row.session}/${row.key}`;
      wanted.add(id);
      if (deadlines.has(id)) continue;
      deadlines.set(id, row.delayMs, () => {
        issue(endLockDelay, row).catch((error: unknown) => {
          logger.error('a lock could not be opened', { key: row.key, error });
        });
      });
    }
    deadlines.keep((id) => wanted.has(id));
  }
  deadlines.keep(() => false);
}
