// SPDX-License-Identifier: Apache-2.0
// Commands that wait to be decided, in the order of asking. Those put back go first, in their order.
import type { Revision } from '../log/log.ts';
import type { Lease, Proposal } from '../log/log.ts';
import type { Command } from './command.ts';

export interface IssueOptions {
  /** Who asks, for people who read the log: 'http', 'peer:east'. */
  readonly origin: string;
  /** Bind the rows to this lease instead of making them durable. */
  readonly lease?: Lease;
}

export interface Issued<R> {
  readonly reply: R;
  /** The revision of the change, or the one that was read when nothing had to change. */
  readonly revision: Revision;
}

/** One command that somebody waits for. */
export interface Waiting {
  readonly command: Command<unknown, unknown>;
  readonly input: unknown;
  readonly options: IssueOptions;
  readonly resolve: (issued: Issued<unknown>) => void;
  readonly reject: (error: unknown) => void;
  /** When it was asked for, by the clock that only goes forward. */
  readonly sinceMs: number;
  /** How often others were faster. */
  conflicts: number;
}

/** What was decided; without a proposal nothing has to be written or checked. */
export interface Decided {
  readonly waiting: Waiting;
  readonly proposal: Proposal | undefined;
  readonly outcome:
    | { readonly ok: true; readonly reply: unknown }
    | { readonly ok: false; readonly error: unknown };
}

/** First in, first out; taking from the front of a long line costs nothing. */
export class WaitingLine {
  #front: Waiting[] = [];
  #line: Waiting[] = [];
  #taken = 0;

  get length(): number {
    return this.#front.length + this.#line.length - this.#taken;
  }

  add(waiting: Waiting): void {
    this.#line.push(waiting);
  }

  /** They go before everybody else, in their order. */
  putBack(waiting: readonly Waiting[]): void {
    this.#front = [...waiting, ...this.#front];
  }

  take(): Waiting | undefined {
    const first = this.#front.shift();
    if (first !== undefined) return first;
    const next = this.#line[this.#taken];
    if (next === undefined) return undefined;
    this.#taken += 1;
    if (this.#taken === this.#line.length || this.#taken > 1_024) {
      this.#line = this.#line.slice(this.#taken);
      this.#taken = 0;
    }
    return next;
  }
}
