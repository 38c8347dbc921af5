// SPDX-License-Identifier: Apache-2.0
// The watches that run. In: those that the configuration has now. Out: each of them running, and no other. One that
// stays as it is runs on, with the program that it may have started; the programs of those that go are ended.
import type { WatchPorts } from './run-watch.ts';
import type { Watch } from './watch.ts';

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export class WatchSet {
  readonly #ports: WatchPorts;
  readonly #running = new Map<string, Running>();
  #wanted: readonly Watch[];
  #fail: ((error: unknown) => void) | undefined;

  /** Nothing runs before `run` is called. */
  constructor(watches: readonly Watch[], ports: WatchPorts) {
    this.#wanted = watches;
    this.#ports = ports;
  }

  /** Ends, with all watches, when the signal is aborted; rejects when one of them has a defect. */
  async run(signal: AbortSignal): Promise<void> {
    const failed = new Promise<never>((_resolve, reject) => (this.#fail = reject));
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await Promise.race([failed, this.set(this.#wanted).then(() => aborted)]);
    } finally {
      await this.set([]);
      this.#fail = undefined;
    }
  }

  /** Resolves when those that are gone have ended. */
  async set(watches: readonly Watch[]): Promise<void> {
    this.#wanted = watches;
    const fail = this.#fail;
    if (fail === undefined) return;
    const wanted = new Map(keyed(watches));
    const gone = [...this.#running].filter(([key]) => !wanted.has(key));
    for (const [key, { stop }] of gone) {
      this.#running.delete(key);
      stop.abort();
    }
    for (const [key, watch] of wanted) {
      if (!this.#running.has(key)) this.#running.set(key, this.#start(watch, fail));
    }
    await Promise.all(gone.map(([, { ended }]) => ended));
  }

  #start(watch: Watch, fail: (error: unknown) => void): Running {
    const stop = new AbortController();
    const ended = begin(watch, this.#ports, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error);
    });
    return { stop, ended };
  }
}

// Loaded with the first one: most servers have none.
async function begin(watch: Watch, ports: WatchPorts, signal: AbortSignal): Promise<void> {
  const { runWatch } = await import('./run-watch.ts');
  await runWatch(watch, ports, signal);
}

/** By what they are; of two that are the same, each has its own key. */
function keyed(watches: readonly Watch[]): [string, Watch][] {
  const seen = new Map<string, number>();
  return watches.map((watch) => {
    const text = JSON.stringify(watch);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return [`${count} ${text}`, watch];
  });
}
