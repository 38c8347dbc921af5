// SPDX-License-Identifier: Apache-2.0
// A state without a log, for tests of pure parts: decides, applies and counts revisions by hand.
import type { Command } from '../src/commands/command.ts';
import type { Write } from '../src/log/log.ts';
import { State, type Read } from '../src/state/state.ts';
import { tables } from '../src/state/tables.ts';

export class Ledger {
  readonly state = new State(tables, { revision: 1, rows: [] });

  get read(): Read {
    return this.state.reader();
  }

  /** Applies writes as one change; its revision, or the present one when there is nothing to write. */
  apply(writes: readonly Write[]): number {
    if (writes.length === 0) return this.state.at;
    const revision = this.state.at + 1;
    this.state.apply([{ revision, timeMs: 0, origin: 'test', writes }]);
    return revision;
  }

  /** Decides a command and applies what it wrote; throws its Refusal. */
  issue<I, R>(command: Command<I, R>, input: I): R {
    const { writes, reply } = command.decide(this.read, input);
    this.apply(writes);
    return reply;
  }
}
