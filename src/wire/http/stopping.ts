// SPDX-License-Identifier: Apache-2.0

/**
 * That the server stops, told to everybody who waits. A set, since tens of thousands come and go: adding to
 * and removing from an AbortSignal costs a walk through all its listeners.
 */
export class Stopping {
  readonly #waiting = new Set<() => void>();
  #hasBegun = false;

  /** Calls `stop` when the server stops, at once if it does already; what is returned takes it back. */
  tell(stop: () => void): () => void {
    if (this.#hasBegun) stop();
    else this.#waiting.add(stop);
    return () => this.#waiting.delete(stop);
  }

  begin(): void {
    this.#hasBegun = true;
    for (const stop of this.#waiting) stop();
    this.#waiting.clear();
  }
}
