// SPDX-License-Identifier: Apache-2.0
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';

/**
 * How many results in a row it takes to change a status: `SuccessBeforePassing`, `FailuresBeforeWarning`,
 * `FailuresBeforeCritical`. The first result counts at once, whatever the thresholds.
 */
export class Thresholds {
  readonly #toPass: number;
  readonly #toWarn: number;
  readonly #toFail: number;
  #successes: number;
  #failures: number;

  constructor(type: CheckType) {
    this.#toPass = type.SuccessBeforePassing ?? 0;
    this.#toFail = type.FailuresBeforeCritical ?? 0;
    this.#toWarn = type.FailuresBeforeWarning || this.#toFail;
    this.#successes = this.#toPass;
    this.#failures = this.#toFail;
  }

  /** What a result means after those before it; undefined when it changes nothing yet. */
  accept(result: CheckResult): CheckResult | undefined {
    if (result.status !== 'critical') {
      this.#failures = 0;
      this.#successes += 1;
      return this.#successes >= this.#toPass ? result : undefined;
    }
    this.#successes = 0;
    this.#failures += 1;
    if (this.#failures >= this.#toFail) return result;
    return this.#failures >= this.#toWarn ? { ...result, status: 'warning' } : undefined;
  }
}
