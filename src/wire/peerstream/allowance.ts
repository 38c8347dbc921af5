// SPDX-License-Identifier: Apache-2.0

/** How fast a peer is read: so many messages in one go, so many more each second. A token bucket; pure. */
export class Allowance {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #atMs: number;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
    this.#atMs = nowMs;
  }

  /** Uses one up; how long to stop reading when that was one too many, else 0. */
  take(nowMs: number): number {
    const refill = ((nowMs - this.#atMs) * this.#perSecond) / 1_000;
    this.#left = Math.min(this.#burst, this.#left + Math.max(0, refill)) - 1;
    this.#atMs = Math.max(this.#atMs, nowMs);
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left * 1_000) / this.#perSecond);
  }
}
