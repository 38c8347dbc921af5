// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../model/clock.ts';

// What a timer of Node can wait for, some 24 days; what is longer would be over at once.
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The machine's time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after: (delayMs, run) => {
    let leftMs = delayMs;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const stepMs = Math.min(leftMs, MAX_DELAY_MS);
      leftMs -= stepMs;
      timer = setTimeout(leftMs > 0 ? wait : run, stepMs);
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  },
};
