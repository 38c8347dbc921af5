// SPDX-License-Identifier: Apache-2.0
// The commit loop: read → decide → commit → wait until our own follower has it → reply. In: commands.
// Out: a reply after which the caller reads its own write. Commands that wait while the disk syncs are
// decided together and share the next sync. When others write to the same log, a decision that they
// overtook is made again. After a failure nothing is taken any more, and the process has to end.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Change, CompactedError, LEASES, type Log } from '../log/log.ts';
import { Refusal } from '../model/refusal.ts';
import type { State } from '../state/state.ts';
import { type Batch, ExclusiveBatch, GuardedBatch, leaseEnded } from './batch.ts';
import type { Command } from './command.ts';
import {
  type Decided,
  type Issued,
  type IssueOptions,
  type Waiting,
  WaitingLine,
} from './waiting.ts';

export type { Issued, IssueOptions } from './waiting.ts';

const MAX_BATCH = 512;
const MAX_WAITING = 20_000;
// Deciding the rest again and again when all of them touch one row would cost the square of the line.
const MAX_PUT_OFF = 64;
const MAX_CONFLICTS = 50;
// Longest stretch of deciding before other work gets a turn.
const BUDGET_MS = 10;

export interface EngineOptions {
  /** Commands that may wait; one more is refused. */
  readonly maxWaiting?: number;
  /** Told of every command that was answered, also with a refusal, and how long that took. */
  readonly onAnswered?: (command: string, ms: number) => void;
}

export class CommandEngine {
  /** Resolves with the cause when nothing can be written any more: then the process must end. */
  readonly failed: Promise<Error>;
  readonly #log: Log;
  readonly #state: State;
  readonly #now: () => number;
  readonly #maxWaiting: number;
  readonly #onAnswered: EngineOptions['onAnswered'];
  readonly #line = new WaitingLine();
  readonly #tellFailed: (cause: Error) => void;
  #inFlight: readonly Decided[] = [];
  #isDraining = false;
  /** Why nothing is taken any more. */
  #ended: Refusal | undefined;

  constructor(log: Log, state: State, now: () => number = Date.now, options: EngineOptions = {}) {
    this.#log = log;
    this.#state = state;
    this.#now = now;
    this.#maxWaiting = options.maxWaiting ?? MAX_WAITING;
    this.#onAnswered = options.onAnswered;
    const { promise, resolve } = Promise.withResolvers<Error>();
    this.failed = promise;
    this.#tellFailed = resolve;
  }

  /** Resolves when the change is durable and can be read here; rejects with Refusal when it is refused. */
  issue<I, R>(command: Command<I, R>, input: I, options: IssueOptions): Promise<Issued<R>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#line.length >= this.#maxWaiting) {
      return Promise.reject(new Refusal('rate-limited', 'too many changes are waiting, try again'));
    }
    return new Promise<Issued<R>>((resolve, reject) => {
      const sinceMs = performance.now();
      const waiting = { command, input, options, resolve, reject, sinceMs, conflicts: 0 };
      this.#line.add(waiting as unknown as Waiting);
      if (!this.#isDraining) void this.#drain();
    });
  }

  /** Feeds the state from the log until aborted; throws what made it impossible to go on. */
  async follow(signal: AbortSignal): Promise<void> {
    try {
      while (!(await this.#followKept(signal))) this.#state.resync(await this.#log.snapshot());
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    this.#end(new Refusal('unavailable', 'the server is stopping'));
  }

  /** False when the log no longer keeps what comes next. */
  async #followKept(signal: AbortSignal): Promise<boolean> {
    try {
      for await (const changes of this.#log.follow(this.#state.at, signal)) this.#apply(changes);
      return true;
    } catch (error) {
      if (error instanceof CompactedError) return false;
      throw error;
    }
  }

  #apply(changes: readonly Change[]): void {
    let { at } = this.#state;
    for (const { revision } of this.#log.exclusive ? changes : []) {
      if (revision > at + 1) throw new Error(`the log left out change ${at + 1}`);
      at = Math.max(at, revision);
    }
    this.#state.apply(changes);
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // Whatever arrives in this turn of the event loop shares the batch.
    await Promise.resolve();
    try {
      while (this.#line.length > 0 && this.#ended === undefined) {
        const decided = this.#decideBatch();
        if (decided.length > 0) await this.#commit(decided);
        else if (this.#line.length > 0) await nextTurn();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#isDraining = false;
  }

  /** Decides what can be decided now; answers at once what has to wait for nothing. */
  #decideBatch(): Decided[] {
    const batch: Batch = this.#log.exclusive
      ? new ExclusiveBatch(this.#state, this.#now)
      : new GuardedBatch(this.#state, this.#now);
    const deadline = performance.now() + BUDGET_MS;
    const decided: Decided[] = [];
    const putOff: Waiting[] = [];
    while (decided.length < MAX_BATCH && putOff.length < MAX_PUT_OFF) {
      const waiting = this.#line.take();
      if (waiting === undefined) break;
      const decision = batch.decide(waiting);
      if (decision === undefined) putOff.push(waiting);
      // What was decided on the draft of a write must not be told before that write is durable.
      else if (decision.proposal !== undefined || decided.length > 0) decided.push(decision);
      else this.#settle(decision, this.#state.at);
      if (performance.now() > deadline) break;
    }
    this.#line.putBack(putOff);
    return decided;
  }

  async #commit(decided: readonly Decided[]): Promise<void> {
    this.#inFlight = decided;
    const proposals = decided.map(({ proposal }) => proposal).filter((p) => p !== undefined);
    const results = await this.#log.commit(proposals);
    await this.#state.reached(Math.max(...results.map(({ revision }) => revision)));
    this.#inFlight = [];
    const again: Waiting[] = [];
    let next = 0;
    for (const decision of decided) {
      const result = decision.proposal === undefined ? undefined : results[next++];
      if (result === undefined) this.#settle(decision, this.#state.at);
      else if (result.ok) this.#settle(decision, result.revision);
      else if (result.conflict.table === LEASES) decision.waiting.reject(leaseEnded());
      else if (mayTryAgain(decision.waiting)) again.push(decision.waiting);
    }
    this.#line.putBack(again);
  }

  #settle({ waiting, outcome }: Decided, revision: number): void {
    if (outcome.ok) waiting.resolve({ reply: outcome.reply, revision });
    else waiting.reject(outcome.error);
    this.#onAnswered?.(waiting.command.name, performance.now() - waiting.sinceMs);
  }

  #fail(error: unknown): void {
    const cause = error instanceof Error ? error : new Error(String(error));
    this.#tellFailed(cause);
    this.#end(new Refusal('unavailable', 'changes can no longer be stored', { cause }));
  }

  #end(reason: Refusal): void {
    this.#ended ??= reason;
    for (const { waiting } of this.#inFlight) waiting.reject(this.#ended);
    this.#inFlight = [];
    for (let waiting = this.#line.take(); waiting !== undefined; waiting = this.#line.take()) {
      waiting.reject(this.#ended);
    }
  }
}

function mayTryAgain(waiting: Waiting): boolean {
  waiting.conflicts += 1;
  if (waiting.conflicts <= MAX_CONFLICTS) return true;
  const message = 'others changed the same things at the same time, too often: try again';
  waiting.reject(new Refusal('aborted', message));
  return false;
}
