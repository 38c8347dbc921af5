// SPDX-License-Identifier: Apache-2.0
// The events that this agent has heard of, the newest of them. In: events. Out: a list, and a word when it
// changes. They live and end with the process, as in Consul.
import {
  type EventListener,
  isMeantFor,
  REMOTE_EXEC,
  type UserEvent,
} from '../model/event/user-event.ts';

const MAX_EVENTS = 256;

export class RecentEvents {
  readonly #self: () => EventListener;
  readonly #waiting = new Set<() => void>();
  #events: readonly UserEvent[] = [];
  // The first event is the second thing that happens.
  #time = 1;

  /** `self` is asked for every event that has filters. */
  constructor(self: () => EventListener) {
    this.#self = self;
  }

  /** Oldest first. A list once given never changes. */
  get events(): readonly UserEvent[] {
    return this.#events;
  }

  /** Takes an event in, if it is meant for this agent. */
  hear(event: UserEvent): void {
    this.#time += 1;
    if (event.Name === REMOTE_EXEC || !isMeantFor(event, this.#self())) return;
    this.#events = [...this.#events, { ...event, LTime: this.#time }].slice(-MAX_EVENTS);
    for (const wake of this.#waiting) wake();
  }

  /** Resolves with the next event, after `timeoutMs`, or when aborted. */
  async next(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    const wake = () => resolve();
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    this.#waiting.delete(wake);
    clearTimeout(timer);
  }
}
