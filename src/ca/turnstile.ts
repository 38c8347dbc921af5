// SPDX-License-Identifier: Apache-2.0

/** Lets a limited number of things happen at once, first come first served, and other work in between. */
export class Turnstile {
  readonly #limit: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  async pass<T>(run: () => Promise<T>): Promise<T> {
    if (this.#inside < this.#limit) this.#inside += 1;
    else await this.#place();
    try {
      return await run();
    } finally {
      // Whoever waits longest takes over the place, in a turn of its own so that other work can come in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside -= 1;
      else setImmediate(next);
    }
  }

  #place(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
