// SPDX-License-Identifier: Apache-2.0
// Ends sessions that nobody renews. In: the view of those that run out, renewals, a clock. Out: commands. Whoever
// starts grants every session its whole time anew, since nobody could renew it before.
import type { Command } from '../commands/command.ts';
import { destroySession } from '../commands/destroy-session.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { Views } from '../views/engine/engine.ts';
import { sessionLifetimes } from '../views/session/lifetimes.ts';
import { Deadlines } from './deadlines.ts';

export interface ExpireSessionsPorts {
  readonly views: Views;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  readonly clock: Clock;
  readonly logger: Logger;
}

// Consul's: the time is the least that a session lives, and clients renew it late.
const GRACE = 2;

export class ExpireSessions {
  readonly #ports: ExpireSessionsPorts;
  readonly #deadlines: Deadlines;

  constructor(ports: ExpireSessionsPorts) {
    this.#ports = ports;
    this.#deadlines = new Deadlines(ports.clock);
  }

  async run(signal: AbortSignal): Promise<void> {
    using lifetimes = this.#ports.views.watch(sessionLifetimes, null);
    signal.addEventListener('abort', () => lifetimes[Symbol.dispose](), { once: true });
    for await (const { value } of lifetimes) {
      if (signal.aborted) break;
      for (const [id, ttlMs] of value) if (!this.#deadlines.has(id)) this.#begin(id, ttlMs);
      this.#deadlines.keep((id) => value.has(id));
    }
    this.#deadlines.keep(() => false);
  }

  /** Begins its time anew; nothing happens to a session that does not run out. */
  renew(id: string): void {
    const ttlMs = this.#ports.views.get(sessionLifetimes, null).value.get(id);
    if (ttlMs !== undefined) this.#begin(id, ttlMs);
  }

  /** Begins the time of all of them anew, when nobody could renew what there was before. */
  renewAll(): void {
    const { value } = this.#ports.views.get(sessionLifetimes, null);
    for (const [id, ttlMs] of value) this.#begin(id, ttlMs);
  }

  #begin(id: string, ttlMs: number): void {
    this.#deadlines.set(id, ttlMs * GRACE, () => {
      this.#ports.issue(destroySession, id).catch((error: unknown) => {
        this.#ports.logger.error('a session that ran out could not be ended', { id, error });
        this.#begin(id, ttlMs);
      });
    });
  }
}
