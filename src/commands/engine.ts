// SPDX-License-Identifier: Apache-2.0
// The commit loop: read → decide → commit → wait until our own follower has it → reply. In: commands.
// Out: a reply after which the caller reads its own write. Commands that wait for the disk are decided
// together and share one sync; one that read what an earlier one of its batch writes is put off to the
// next batch, so that every decision sees what was decided before it.
import { type Change, CompactedError, type Expectation, type Lease, type Log } from '../log/log.ts';
import type { Proposal, Revision } from '../log/log.ts';
import { Refusal } from '../model/refusal.ts';
import type { Cell } from '../state/cell.ts';
import type { State } from '../state/state.ts';
import type { Command, Decision } from './command.ts';

const MAX_BATCH = 512;
const MAX_QUEUED = 20_000;
// Deciding the rest again and again when all of them touch one row would cost the square of the queue.
const MAX_PUT_OFF = 64;

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

interface Waiting {
  readonly command: Command<unknown, unknown>;
  readonly input: unknown;
  readonly options: IssueOptions;
  readonly resolve: (issued: Issued<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

interface Decided {
  readonly waiting: Waiting;
  readonly proposal: Proposal;
  readonly reply: unknown;
}

export class CommandEngine {
  readonly #log: Log;
  readonly #state: State;
  readonly #now: () => number;
  #queue: Waiting[] = [];
  #isDraining = false;

  constructor(log: Log, state: State, now: () => number = Date.now) {
    this.#log = log;
    this.#state = state;
    this.#now = now;
  }

  /** Resolves when the change is durable and can be read here; rejects with Refusal when it is refused. */
  issue<I, R>(command: Command<I, R>, input: I, options: IssueOptions): Promise<Issued<R>> {
    if (this.#queue.length >= MAX_QUEUED) {
      return Promise.reject(new Refusal('rate-limited', 'too many changes are waiting, try again'));
    }
    return new Promise<Issued<R>>((resolve, reject) => {
      this.#queue.push({ command, input, options, resolve, reject } as unknown as Waiting);
      if (!this.#isDraining) void this.#drain();
    });
  }

  /** Feeds the state from the log until aborted. A failure here must end the process: state would go stale. */
  async follow(signal: AbortSignal): Promise<void> {
    const follower = this.#log.follow(this.#state.at, signal);
    for await (const changes of follower) this.#apply(changes);
  }

  #apply(changes: readonly Change[]): void {
    const [first] = changes;
    if (first !== undefined && this.#log.exclusive && first.revision > this.#state.at + 1) {
      throw new CompactedError(`change ${this.#state.at + 1} is missing`);
    }
    this.#state.apply(changes);
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // Whatever arrives in this turn of the event loop shares the batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const decided = this.#decideBatch();
      if (decided.length > 0) await this.#commitBatch(decided);
    }
    this.#isDraining = false;
  }

  #decideBatch(): Decided[] {
    const queue = this.#queue;
    this.#queue = [];
    const decided: Decided[] = [];
    const putOff: Waiting[] = [];
    const written = new Set<Cell>();
    for (const waiting of queue) {
      if (decided.length >= MAX_BATCH || putOff.length >= MAX_PUT_OFF) {
        putOff.push(waiting);
        continue;
      }
      const read = new Set<Cell>();
      let decision: Decision<unknown>;
      try {
        decision = waiting.command.decide(
          this.#state.reader((cell) => read.add(cell)),
          waiting.input,
        );
      } catch (error) {
        if (overlaps(read, written)) putOff.push(waiting);
        else waiting.reject(error);
        continue;
      }
      if (overlaps(read, written)) {
        putOff.push(waiting);
      } else if (decision.writes.length === 0) {
        waiting.resolve({ reply: decision.reply, revision: this.#state.at });
      } else {
        for (const write of decision.writes) {
          for (const cell of this.#state.touchedBy(write)) written.add(cell);
        }
        decided.push({
          waiting,
          proposal: this.#propose(waiting, decision),
          reply: decision.reply,
        });
      }
    }
    this.#queue = [...putOff, ...this.#queue];
    return decided;
  }

  #propose(waiting: Waiting, decision: Decision<unknown>): Proposal {
    const { origin, lease } = waiting.options;
    // A log with several writers will need expectations on the rows that were read (see ADR 1).
    const expectations: Expectation[] = [];
    const proposal = { writes: decision.writes, expectations, origin, timeMs: this.#now() };
    return lease === undefined ? proposal : { ...proposal, lease };
  }

  async #commitBatch(decided: readonly Decided[]): Promise<void> {
    try {
      const results = await this.#log.commit(decided.map((d) => d.proposal));
      const last = results.at(-1)?.revision ?? 0;
      await this.#state.reached(last);
      for (const [i, { waiting, reply }] of decided.entries()) {
        const result = results[i];
        if (result?.ok) waiting.resolve({ reply, revision: result.revision });
        else if (waiting.options.lease)
          waiting.reject(new Refusal('aborted', 'the lease has ended'));
        else this.#queue.unshift(waiting);
      }
    } catch (error) {
      for (const { waiting } of decided) waiting.reject(error);
    }
  }
}

function overlaps(a: ReadonlySet<Cell>, b: ReadonlySet<Cell>): boolean {
  if (a.size > b.size) return overlaps(b, a);
  for (const cell of a) if (b.has(cell)) return true;
  return false;
}
