// SPDX-License-Identifier: Apache-2.0
// Decides when a result is worth keeping. A change of status is kept at once; a change of nothing but the
// output waits, since outputs that tell the time would otherwise be written at every run.
import type { CheckResult, CheckSink, KnownCheck } from '../../model/agent/check-running.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';

export interface ReporterOptions {
  readonly id: string;
  readonly known: KnownCheck;
  readonly publish: CheckSink['publish'];
  /** How long a changed output may wait, from half of this to one and a half; 0 keeps it at once. */
  readonly outputIntervalMs: number;
  /** TTL checks: how old the kept time of its last word may be. */
  readonly heardToleranceMs?: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

export class Reporter implements Disposable {
  readonly #options: ReporterOptions;
  // What the catalog says, or will say when what is under way is done.
  #kept: { status: string; output: string; heardMs: number };
  #pending: string | undefined;
  #cancelFlush: (() => void) | undefined;
  #publishing: Promise<void> = Promise.resolve();

  constructor(options: ReporterOptions) {
    this.#options = options;
    const { status, output, heardMs = 0 } = options.known;
    this.#kept = { status, output, heardMs };
  }

  get pendingOutput(): string | undefined {
    return this.#pending;
  }

  /** Resolves when what has to be kept at once is kept; rejects when that failed. */
  report(result: CheckResult, heardMs?: number): Promise<void> {
    const { outputIntervalMs, heardToleranceMs = Infinity } = this.#options;
    const isNews = result.status !== this.#kept.status;
    const hasOutput = result.output !== this.#kept.output;
    if (isNews || (hasOutput && outputIntervalMs === 0)) return this.#publish(result, heardMs);
    this.#pending = hasOutput ? result.output : undefined;
    if (!hasOutput) this.#cancel();
    else this.#cancelFlush ??= this.#planFlush();
    const isOld = heardMs !== undefined && heardMs - this.#kept.heardMs >= heardToleranceMs;
    return isOld ? this.#publish(result, heardMs) : Promise.resolve();
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #planFlush(): () => void {
    const { outputIntervalMs, clock, random } = this.#options;
    return clock.after(outputIntervalMs / 2 + random() * outputIntervalMs, () => {
      const { status, heardMs } = this.#kept;
      if (this.#pending === undefined) return;
      const result = { status, output: this.#pending } as CheckResult;
      this.#publish(result, heardMs === 0 ? undefined : heardMs).catch((error: unknown) => {
        this.#options.logger.warn('could not keep the output of a check', { error });
      });
    });
  }

  #publish(result: CheckResult, heardMs: number | undefined): Promise<void> {
    this.#cancel();
    this.#pending = undefined;
    const before = this.#kept;
    const kept = { ...result, heardMs: heardMs ?? before.heardMs };
    this.#kept = kept;
    const { id, publish } = this.#options;
    // One after the other, so that what is kept last is what was found out last.
    const published = this.#publishing.then(() => publish(id, result, heardMs));
    this.#publishing = published.catch(() => {
      // The next result is news again.
      if (this.#kept === kept) this.#kept = { ...before, status: '' };
    });
    return published;
  }

  #cancel(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
  }
}
