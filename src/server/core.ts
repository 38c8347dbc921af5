// SPDX-License-Identifier: Apache-2.0
// The deterministic middle of a server, put together: log → state → views, and the commit loop that
// feeds the log. In: an open log. Out: what every edge is built on.
import { CommandEngine, type EngineOptions } from '../commands/engine.ts';
import type { Log } from '../log/log.ts';
import { State } from '../state/state.ts';
import { tables } from '../state/tables.ts';
import { Views, type ViewsOptions } from '../views/engine/engine.ts';

export interface Core {
  readonly log: Log;
  readonly state: State;
  readonly commands: CommandEngine;
  readonly views: Views;
  /** Feeds the state from the log until aborted; when it fails, the process must end. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
}

export async function openCore(
  log: Log,
  options: ViewsOptions & EngineOptions & { readonly now?: () => number } = {},
): Promise<Core> {
  const state = new State(tables, await log.snapshot());
  const commands = new CommandEngine(log, state, options.now, options);
  const views = new Views(state, options);
  return { log, state, commands, views, follow: (signal) => commands.follow(signal) };
}
