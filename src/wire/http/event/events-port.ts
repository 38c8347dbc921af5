// SPDX-License-Identifier: Apache-2.0
import type { UserEvent } from '../../../model/event/user-event.ts';

/** The events that this agent has heard of. */
export interface EventsPort {
  /** Oldest first; a new list with every event. */
  readonly events: readonly UserEvent[];
  /** Tells everybody, this agent too. */
  hear(event: UserEvent): void;
  /** Resolves with the next event, after `timeoutMs`, or when aborted. */
  next(timeoutMs: number, signal: AbortSignal): Promise<void>;
}
