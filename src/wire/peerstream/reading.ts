// SPDX-License-Identifier: Apache-2.0
// When a peer is read and when it has to wait: while more is waiting to be stored than we like, and while
// it sends faster than it may. Not reading is all the pushing back that there is; nothing is dropped.
import { Allowance } from './allowance.ts';
import type { StreamCall } from './call.ts';
import type { PeeringLimits } from '../../model/peering/limits.ts';

type Reason = 'rate' | 'pressure';

export class Reading {
  readonly #call: StreamCall;
  readonly #allowance: Allowance;
  readonly #onResume: () => void;
  readonly #reasons = new Set<Reason>();

  constructor(call: StreamCall, limits: PeeringLimits, nowMs: number, onResume: () => void) {
    this.#call = call;
    this.#allowance = new Allowance(limits.burstMessages, limits.messagesPerSecond, nowMs);
    this.#onResume = onResume;
  }

  get isPaused(): boolean {
    return this.#reasons.size > 0;
  }

  /** A message was read. */
  count(nowMs: number): void {
    const waitMs = this.#allowance.take(nowMs);
    if (waitMs === 0) return;
    this.pause('rate');
    setTimeout(() => this.resume('rate'), waitMs).unref();
  }

  pause(reason: Reason): void {
    this.#reasons.add(reason);
    this.#call.pause();
  }

  resume(reason: Reason): void {
    if (!this.#reasons.delete(reason) || this.#reasons.size > 0) return;
    this.#onResume();
    this.#call.resume();
  }
}
