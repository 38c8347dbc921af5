// SPDX-License-Identifier: Apache-2.0
// Deciding commands that will share one commit. In: a state that nothing changes meanwhile. Out: what
// each wants written. Two ways: alone with the log, each decision builds on those before it; with other
// writers, each is decided on the state alone and says what it relies on.
import { type Expectation, GUARDS, type Write } from '../log/log.ts';
import { Refusal } from '../model/refusal.ts';
import type { Guard } from '../state/cell.ts';
import type { Read, State } from '../state/state.ts';
import { NotYet } from './command.ts';
import { Draft } from './draft.ts';
import type { Decided, Waiting } from './waiting.ts';

export interface Batch {
  /** Undefined when it has to wait until what was decided before it has been applied. */
  decide(waiting: Waiting): Decided | undefined;
}

/** For a log that nobody else writes: decisions in order, each on a draft of those before it. */
export class ExclusiveBatch implements Batch {
  readonly #state: State;
  readonly #draft: Draft;
  readonly #now: () => number;

  constructor(state: State, now: () => number) {
    this.#state = state;
    this.#draft = new Draft(state.reader());
    this.#now = now;
  }

  decide(waiting: Waiting): Decided | undefined {
    // Known here and now: the log takes the proposal and the end of a lease in the order of asking, so
    // that no decision of this batch can fall away under those that build on it.
    if (waiting.options.lease?.hasEnded) return refused(waiting, leaseEnded());
    const { writes, outcome } = decideOn(this.#draft, waiting);
    if (!outcome.ok && outcome.error instanceof NotYet) return undefined;
    try {
      for (const write of writes) this.#draft.take(this.#state.definition(write.table), write);
    } catch (error) {
      return refused(waiting, error);
    }
    if (writes.length === 0) return { waiting, proposal: undefined, outcome };
    return { waiting, proposal: proposal(waiting, writes, [], this.#now()), outcome };
  }
}

/**
 * For a log with several writers. Every row that is read is expected unchanged, every range by its
 * guard; every row that is written too, since it says which guards have to move.
 */
export class GuardedBatch implements Batch {
  readonly #state: State;
  readonly #now: () => number;
  /** What decisions of this batch change, and those put off would. */
  readonly #changed = new Set<string>();
  /** What those put off have read: who comes later must not overtake them. */
  readonly #awaited = new Set<string>();

  constructor(state: State, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  decide(waiting: Waiting): Decided | undefined {
    const relied = new Map<string, Guard>();
    const rely = (guard: Guard) => relied.set(`${guard.table}\n${guard.key}`, guard);
    const reader = this.#state.reader(({ guard }) => guard && rely(guard));
    const { writes, outcome } = decideOn(reader, waiting);
    let touched: Write[];
    try {
      for (const { table, key } of writes) rely({ table, key });
      touched = this.#withGuards(writes);
    } catch (error) {
      return refused(waiting, error);
    }
    const touches = touched.map(({ table, key }) => `${table}\n${key}`);
    const isReady =
      this.#changed.isDisjointFrom(relied) && touches.every((id) => !this.#awaited.has(id));
    for (const id of touches) this.#changed.add(id);
    if (!isReady) {
      for (const id of relied.keys()) this.#awaited.add(id);
      return undefined;
    }
    const expectations = Array.from(relied.values(), ({ table, key }): Expectation => {
      return { table, key, revision: this.#state.revisionOf(table, key) };
    });
    // Refusals and "nothing to do" are checked too: the state may be behind what others have written.
    if (expectations.length === 0) return { waiting, proposal: undefined, outcome };
    return { waiting, proposal: proposal(waiting, touched, expectations, this.#now()), outcome };
  }

  #withGuards(writes: readonly Write[]): Write[] {
    const ranges = new Set(writes.flatMap((write) => this.#state.rangesOf(write)));
    const guards = Array.from(ranges, (key): Write => ({ table: GUARDS, key, value: {} }));
    return [...writes, ...guards];
  }
}

export function leaseEnded(): Refusal {
  return new Refusal('aborted', 'the lease has ended');
}

function decideOn(read: Read, { command, input }: Waiting): Pick<Decided, 'outcome'> & Writes {
  try {
    const { writes, reply } = command.decide(read, input);
    return { writes, outcome: { ok: true, reply } };
  } catch (error) {
    return { writes: [], outcome: { ok: false, error } };
  }
}

interface Writes {
  readonly writes: readonly Write[];
}

function refused(waiting: Waiting, error: unknown): Decided {
  return { waiting, proposal: undefined, outcome: { ok: false, error } };
}

function proposal(
  { options: { origin, lease } }: Waiting,
  writes: readonly Write[],
  expectations: readonly Expectation[],
  timeMs: number,
) {
  const asked = { writes, expectations, origin, timeMs };
  return lease === undefined ? asked : { ...asked, lease };
}
