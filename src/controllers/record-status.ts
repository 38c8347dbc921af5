// SPDX-License-Identifier: Apache-2.0
// Notes since when gateways and routes are as they are. In: the view of what has changed and isn't recorded, a clock.
// Out: commands.
import { recordEntryStatus } from '../commands/record-entry-status.ts';
import type { Command } from '../commands/command.ts';
import { unrecordedStatus } from '../views/config/api-gateway/unrecorded.ts';
import type { Views } from '../views/engine/engine.ts';

export interface RecordStatusPorts {
  readonly views: Views;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export async function recordStatus(ports: RecordStatusPorts, signal: AbortSignal): Promise<void> {
  using unrecorded = ports.views.watch(unrecordedStatus, null);
  signal.addEventListener('abort', () => unrecorded[Symbol.dispose](), { once: true });
  for await (const { value } of unrecorded) {
    if (value.changed.length + value.gone.length === 0) continue;
    const time = new Date(ports.now()).toISOString();
    await ports.issue(recordEntryStatus, { ...value, time });
  }
}
