// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Lease } from './log.ts';

/** A lease that this process times: it ends once, when it is revoked or not kept alive for its time. */
export class TimedLease implements Lease {
  readonly id: string = randomUUID();
  readonly ttlMs: number;
  readonly #end: (id: string) => Promise<void>;
  #ending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `end` deletes what is bound to it. */
  constructor(ttlMs: number, end: (id: string) => Promise<void>) {
    this.ttlMs = ttlMs;
    this.#end = end;
    this.keepAlive();
  }

  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  keepAlive(): void {
    this.stopClock();
    if (this.hasEnded) return;
    // A failure is the log's, and whoever writes or follows is told of it.
    this.#timer = setTimeout(() => void this.revoke().catch(() => {}), this.ttlMs);
    this.#timer.unref();
  }

  revoke(): Promise<void> {
    this.stopClock();
    this.#ending ??= this.#end(this.id);
    return this.#ending;
  }

  /** It ends no more by itself. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }
}
