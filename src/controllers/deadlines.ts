// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../model/clock.ts';

/** What is due at its own time, each by a key; setting one again begins anew. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(key: string): boolean {
    return this.#cancels.has(key);
  }

  set(key: string, delayMs: number, run: () => void): void {
    this.#cancels.get(key)?.();
    const cancel = this.#clock.after(delayMs, () => {
      this.#cancels.delete(key);
      run();
    });
    this.#cancels.set(key, cancel);
  }

  /** Forgets those that are not wanted any more. */
  keep(isWanted: (key: string) => boolean): void {
    for (const [key, cancel] of this.#cancels) {
      if (isWanted(key)) continue;
      cancel();
      this.#cancels.delete(key);
    }
  }
}
