// SPDX-License-Identifier: Apache-2.0
// What was started is ended in reverse order, also when a later start fails.

type Ending = { readonly name: string; readonly end: () => void | Promise<void> };

export class LifeCycle {
  readonly #endings: Ending[] = [];
  readonly #onProblem: (name: string, error: unknown) => void;
  #stopping: Promise<void> | undefined;

  constructor(onProblem: (name: string, error: unknown) => void) {
    this.#onProblem = onProblem;
  }

  /** Remembers how to end something that runs from now on. */
  add(name: string, end: () => void | Promise<void>): void {
    this.#endings.push({ name, end });
  }

  /** Runs a loop until the life cycle stops; a loop that fails is reported, never swallowed. */
  run(name: string, loop: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    const running = loop(controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) this.#onProblem(name, error);
    });
    this.add(name, async () => {
      controller.abort();
      await running;
    });
  }

  /** Ends everything, last started first; can be called again. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    for (const { name, end } of this.#endings.toReversed()) {
      try {
        await end();
      } catch (error) {
        this.#onProblem(name, error);
      }
    }
  }
}
