// SPDX-License-Identifier: Apache-2.0
// Runs the checks of one node. In: which checks there are, and what people say of those they run
// themselves. Out: results worth keeping, through a sink. It reads no table and knows no catalog, so that an
// agent without a server can run checks too.
import type {
  CheckResult,
  CheckRunning,
  CheckSink,
  CheckToRun,
  KnownCheck,
} from '../../model/agent/check-running.ts';
import { checkKindOf, type CheckType } from '../../model/agent/check-type.ts';
import type { Clock } from '../../model/clock.ts';
import { structurallyEqual } from '../../model/equal.ts';
import type { Logger } from '../../model/logger.ts';
import { Refusal } from '../../model/refusal.ts';
import { Gate } from './gate.ts';
import { MAX_OUTPUT_BYTES } from './output.ts';
import { ProbeLoop } from './probe-loop.ts';
import { probeOf, SURROUNDINGS, type Surroundings } from './probes.ts';
import { Reaper } from './reaper.ts';
import { Reporter } from './reporter.ts';
import { Thresholds } from './thresholds.ts';
import { TtlCheck } from './ttl.ts';

export interface CheckRunnersOptions {
  readonly sink: CheckSink;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly logger: Logger;
  /** Consul's check_update_interval. */
  readonly outputIntervalMs?: number;
  /** Consul's check_output_max_size; a check may ask for less. */
  readonly maxOutputBytes?: number;
  /** Consul's discard_check_output: what checks say is not kept. */
  readonly discardsOutput?: boolean;
  readonly surroundings?: Surroundings;
  /** Checks that run at once, at most. */
  readonly concurrency?: number;
}

const DEFAULT_OUTPUT_INTERVAL_MS = 5 * 60_000;
// A timer of Node can't wait for longer.
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const DEFAULT_CONCURRENCY = 256;
const UNKNOWN: KnownCheck = { status: 'critical', output: '' };

interface Running {
  readonly check: CheckToRun;
  readonly reporter: Reporter;
  readonly loop?: ProbeLoop;
  readonly ttl?: TtlCheck;
  readonly stop: () => void;
}

export class CheckRunners implements CheckRunning {
  readonly #options: CheckRunnersOptions;
  readonly #gate: Gate;
  readonly #running = new Map<string, Running>();

  constructor(options: CheckRunnersOptions) {
    this.#options = options;
    this.#gate = new Gate(options.concurrency ?? DEFAULT_CONCURRENCY);
  }

  reconcile(wanted: readonly CheckToRun[], known: (id: string) => KnownCheck | undefined): void {
    const gone = new Set(this.#running.keys());
    for (const check of wanted) {
      gone.delete(check.id);
      const running = this.#running.get(check.id);
      if (running !== undefined && structurallyEqual(running.check, check)) continue;
      running?.stop();
      this.#running.set(check.id, this.#start(check, known(check.id) ?? UNKNOWN));
    }
    this.forget([...gone]);
  }

  async report(id: string, result: CheckResult): Promise<void> {
    const running = this.#running.get(id);
    if (running?.ttl === undefined) {
      throw new Refusal('rpc-error', `CheckID ${JSON.stringify(id)} does not have associated TTL`);
    }
    await running.ttl.report(result);
  }

  hasten(serviceId: string): void {
    for (const { check, loop } of this.#running.values()) {
      if (check.serviceId === serviceId) loop?.hasten();
    }
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#running.get(id)?.stop();
      this.#running.delete(id);
    }
  }

  pendingOutput(id: string): string | undefined {
    return this.#running.get(id)?.reporter.pendingOutput;
  }

  stop(): void {
    for (const running of this.#running.values()) running.stop();
    this.#running.clear();
  }

  #start(check: CheckToRun, known: KnownCheck): Running {
    const { sink, clock, random, logger } = this.#options;
    const ttlMs = check.type.TTL ?? 0;
    const reporter = new Reporter({
      id: check.id,
      known,
      publish: sink.publish,
      outputIntervalMs: this.#options.outputIntervalMs ?? DEFAULT_OUTPUT_INTERVAL_MS,
      ...(ttlMs > 0 ? { heardToleranceMs: ttlMs / 2 } : {}),
      clock,
      random,
      logger,
    });
    const reaper = this.#reaperOf(check, known);
    const onResult = (result: CheckResult, heardMs?: number): Promise<void> => {
      reaper?.note(result.status);
      const kept = this.#options.discardsOutput === true ? { ...result, output: '' } : result;
      return reporter.report(kept, heardMs);
    };
    const { stop, ...parts } = this.#run(check, known, onResult);
    return {
      check,
      reporter,
      ...parts,
      stop: () => {
        stop();
        reaper?.[Symbol.dispose]();
        reporter[Symbol.dispose]();
      },
    };
  }

  #run(
    check: CheckToRun,
    known: KnownCheck,
    onResult: (result: CheckResult, heardMs?: number) => Promise<void>,
  ): Pick<Running, 'loop' | 'ttl' | 'stop'> {
    const { sink, clock, random } = this.#options;
    const kind = checkKindOf(check.type);
    const quietly = (result: CheckResult): void => {
      onResult(result).catch((error: unknown) => {
        this.#options.logger.warn('could not keep the result of a check', {
          check: check.id,
          error,
        });
      });
    };
    if (kind === 'ttl') {
      const ttlMs = check.type.TTL ?? 0;
      const ttl = new TtlCheck({
        ttlMs,
        maxOutputBytes: this.#maxOutputBytesOf(check.type),
        heardMs: known.heardMs,
        toleranceMs: ttlMs / 2,
        onResult,
        clock,
      });
      return { ttl, stop: () => ttl[Symbol.dispose]() };
    }
    if (kind === 'alias') {
      const target = {
        node: check.type.AliasNode ?? '',
        serviceId: check.type.AliasService ?? '',
      };
      return { stop: sink.watchAlias(target, quietly) };
    }
    const probe = probeOf(this.#bounded(check.type), this.#options.surroundings ?? SURROUNDINGS);
    if (probe === undefined) return { stop: () => {} };
    const thresholds = new Thresholds(check.type);
    const loop = new ProbeLoop({
      probe,
      intervalMs: check.type.Interval ?? 0,
      hasPassed: known.status !== 'critical',
      onResult: (result) => {
        const accepted = thresholds.accept(result);
        if (accepted !== undefined) quietly(accepted);
      },
      clock,
      random,
      gate: this.#gate,
    });
    return { loop, stop: () => loop[Symbol.dispose]() };
  }

  /** With limits that a timer and this agent can keep; as with Go, what is less than nothing is not set. */
  #bounded(type: CheckType): CheckType {
    const Timeout = Math.min(Math.max(type.Timeout ?? 0, 0), MAX_TIMEOUT_MS);
    return { ...type, Timeout, OutputMaxSize: this.#maxOutputBytesOf(type) };
  }

  #maxOutputBytesOf({ OutputMaxSize = 0 }: CheckType): number {
    const maxBytes = this.#options.maxOutputBytes ?? MAX_OUTPUT_BYTES;
    return OutputMaxSize > 0 ? Math.min(OutputMaxSize, maxBytes) : maxBytes;
  }

  #reaperOf(check: CheckToRun, known: KnownCheck): Reaper | undefined {
    const afterMs = check.type.DeregisterCriticalServiceAfter ?? 0;
    if (afterMs <= 0 || check.serviceId === '') return undefined;
    const { sink, clock, logger } = this.#options;
    const reaper = new Reaper({
      afterMs,
      clock,
      reap: () => {
        const fields = { check: check.id, service: check.serviceId };
        logger.info('deregistering a service that has been critical for too long', fields);
        sink.deregister(check.serviceId).catch((error: unknown) => {
          logger.error('could not deregister a critical service', { ...fields, error });
        });
      },
    });
    reaper.note(known.status);
    return reaper;
  }
}
