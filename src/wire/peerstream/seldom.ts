// SPDX-License-Identifier: Apache-2.0

const PAUSE_MS = 1_000;

/** For what a stranger can cause as often as it likes: says yes once a second at most. */
export class Seldom {
  #lastMs = Number.NEGATIVE_INFINITY;

  isTime(nowMs: number): boolean {
    if (Math.abs(nowMs - this.#lastMs) < PAUSE_MS) return false;
    this.#lastMs = nowMs;
    return true;
  }
}
