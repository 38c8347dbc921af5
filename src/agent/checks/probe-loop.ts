// SPDX-License-Identifier: Apache-2.0
// When a probe runs: at once, and then again and again. What never passed is tried often, since somebody
// waits for it; what has passed is looked at once an interval.
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { Clock } from '../../model/clock.ts';
import type { Gate } from './gate.ts';

/** Finds out once; never rejects. Ends early, with any result, when the signal aborts. */
export type Probe = (signal: AbortSignal) => Promise<CheckResult>;

const FIRST_RETRY_MS = 200;
// As often as Consul runs a check at most.
const MIN_INTERVAL_MS = 1_000;

export interface ProbeLoopOptions {
  readonly probe: Probe;
  readonly intervalMs: number;
  /** Whether it was passing when it was last known. */
  readonly hasPassed: boolean;
  readonly onResult: (result: CheckResult) => void;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly gate: Gate;
}

export class ProbeLoop implements Disposable {
  readonly #options: ProbeLoopOptions;
  readonly #intervalMs: number;
  readonly #stopping = new AbortController();
  #hasPassed: boolean;
  #isSpread = false;
  #isFailing = true;
  #retryMs = FIRST_RETRY_MS;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ProbeLoopOptions) {
    this.#options = options;
    this.#intervalMs = Math.max(options.intervalMs, MIN_INTERVAL_MS);
    this.#hasPassed = options.hasPassed;
    void this.#run();
  }

  /** Tries again at once when it fails and waits for its next turn. */
  hasten(): void {
    if (!this.#isFailing || this.#cancelTimer === undefined) return;
    this.#cancelTimer();
    this.#retryMs = FIRST_RETRY_MS;
    this.#hasPassed = false;
    void this.#run();
  }

  [Symbol.dispose](): void {
    this.#stopping.abort();
    this.#cancelTimer?.();
  }

  async #run(): Promise<void> {
    this.#cancelTimer = undefined;
    const { signal } = this.#stopping;
    const result = await this.#options.gate.through(async () => {
      return signal.aborted ? undefined : this.#probe(signal);
    });
    if (signal.aborted || result === undefined) return;
    this.#isFailing = result.status === 'critical';
    if (!this.#isFailing) this.#hasPassed = true;
    this.#cancelTimer = this.#options.clock.after(this.#nextMs(), () => void this.#run());
    this.#options.onResult(result);
  }

  // What a registration asks for can be too odd for the libraries below; that is no reason for the server to end.
  async #probe(signal: AbortSignal): Promise<CheckResult> {
    try {
      return await this.#options.probe(signal);
    } catch (error) {
      return { status: 'critical', output: error instanceof Error ? error.message : String(error) };
    }
  }

  #nextMs(): number {
    if (!this.#hasPassed) {
      const delayMs = Math.min(this.#retryMs, this.#intervalMs);
      this.#retryMs *= 2;
      return delayMs;
    }
    if (this.#isSpread) return this.#intervalMs;
    // Checks that began together must not go on together.
    this.#isSpread = true;
    return this.#intervalMs * this.#options.random();
  }
}
