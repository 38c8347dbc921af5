// SPDX-License-Identifier: Apache-2.0
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { Clock } from '../../model/clock.ts';
import { truncated } from './output.ts';

export interface TtlOptions {
  readonly ttlMs: number;
  readonly maxOutputBytes: number;
  /** When it was last heard of, as far as that is known. */
  readonly heardMs: number | undefined;
  /** How much older than the truth `heardMs` may be. */
  readonly toleranceMs: number;
  readonly onResult: (result: CheckResult, heardMs?: number) => Promise<void>;
  readonly clock: Clock;
}

/** A check that others run: it turns critical when nothing is heard of it for its TTL. */
export class TtlCheck implements Disposable {
  readonly #options: TtlOptions;
  #lastOutput = '';
  #cancelTimer: (() => void) | undefined;

  constructor(options: TtlOptions) {
    this.#options = options;
    const { clock, ttlMs, toleranceMs, heardMs = clock.now() } = options;
    // What was silent for longer while nobody listened may have died; all others get their time again.
    const isOverdue = clock.now() > heardMs + ttlMs + toleranceMs;
    this.#expireAfter(isOverdue ? 0 : ttlMs);
  }

  /** Takes in what was said of it, and waits for the next word. */
  report(result: CheckResult): Promise<void> {
    const { ttlMs, maxOutputBytes, clock, onResult } = this.#options;
    const output = truncated(result.output, maxOutputBytes);
    this.#lastOutput = output;
    this.#cancelTimer?.();
    this.#expireAfter(ttlMs);
    return onResult({ status: result.status, output }, clock.now());
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.();
  }

  #expireAfter(delayMs: number): void {
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      const last =
        this.#lastOutput === '' ? '' : ` (last output before timeout follows): ${this.#lastOutput}`;
      this.#options
        .onResult({ status: 'critical', output: `TTL expired${last}` })
        .catch(() => this.#expireAfter(this.#options.ttlMs));
    });
  }
}
