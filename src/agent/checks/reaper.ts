// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../../model/clock.ts';

// As Consul: below this a service could vanish over a hiccup.
const MIN_AFTER_MS = 60_000;

export interface ReaperOptions {
  /** Consul's deregister_critical_service_after; a minute at least. */
  readonly afterMs: number;
  readonly reap: () => void;
  readonly clock: Clock;
}

/** Acts once a check has been critical, without a break, for so long. Time before this process began does not count. */
export class Reaper implements Disposable {
  readonly #options: ReaperOptions;
  #cancel: (() => void) | undefined;

  constructor(options: ReaperOptions) {
    this.#options = options;
  }

  note(status: string): void {
    if (status !== 'critical') {
      this.#cancel?.();
      this.#cancel = undefined;
      return;
    }
    const { afterMs, reap, clock } = this.#options;
    this.#cancel ??= clock.after(Math.max(afterMs, MIN_AFTER_MS), reap);
  }

  [Symbol.dispose](): void {
    this.#cancel?.();
  }
}
