// SPDX-License-Identifier: Apache-2.0
// What `npm test` runs, in order: cheap and telling first.
import { availableParallelism } from 'node:os';
import { runFiles } from './files.ts';
import type { Tally } from './tally.ts';
import { runTool } from './tool.ts';

/** One part of the whole run; `run` counts into the tally and never throws for a failing test. */
export interface Stage {
  name: string;
  run(tally: Tally, signal: AbortSignal): Promise<void>;
}

const MINUTE_MS = 60_000;

const checks: Stage = {
  name: 'checks',
  async run(tally, signal) {
    await runTool(tally, signal, 'types', 'tsc', ['--noEmit', '-p', '.']);
    await runTool(tally, signal, 'lint', 'oxlint', ['--deny-warnings']);
    await runTool(tally, signal, 'format', 'oxfmt', ['--check']);
    await runTool(tally, signal, 'generated code', 'node', ['proto/generate.ts', '--check']);
  },
};

/** Everything in one process: sources, contracts between ours and a recorded Consul, rules of the house. */
const unit: Stage = {
  name: 'unit',
  run: (tally, signal) =>
    runFiles(tally, signal, {
      globs: ['{src,setup,test,demo,bench}/**/*.test.ts'],
      exclude: ['test/clients/**', 'test/cluster/**', 'test/envoy/**', 'test/interop/**'],
      concurrency: Math.max(2, availableParallelism()),
      timeoutMs: 2 * MINUTE_MS,
    }),
};

/** Two or more whole clusters. */
const cluster: Stage = {
  name: 'cluster',
  run: (tally, signal) =>
    runFiles(tally, signal, {
      globs: ['test/cluster/**/*.test.ts'],
      exclude: [],
      concurrency: 2,
      timeoutMs: 5 * MINUTE_MS,
    }),
};

/** Real Envoys: several processes a test, so one file at a time. */
const envoy: Stage = {
  name: 'envoy',
  run: (tally, signal) =>
    runFiles(tally, signal, {
      globs: ['test/envoy/**/*.test.ts'],
      exclude: [],
      concurrency: 1,
      timeoutMs: 5 * MINUTE_MS,
    }),
};

/** Clients that were written for Consul; each file says why it skips when a toolchain is missing. */
const clients: Stage = {
  name: 'clients',
  run: (tally, signal) =>
    runFiles(tally, signal, {
      globs: ['test/clients/**/*.test.ts'],
      exclude: [],
      concurrency: 1,
      timeoutMs: 20 * MINUTE_MS,
    }),
};

/** A real Consul beside ours; each file says why it skips when CONSUL_BIN is not set. */
const interop: Stage = {
  name: 'interop',
  run: (tally, signal) =>
    runFiles(tally, signal, {
      globs: ['test/interop/**/*.test.ts'],
      exclude: [],
      concurrency: 1,
      timeoutMs: 30 * MINUTE_MS,
    }),
};

/** Those that a run without arguments takes. */
export const everyday: readonly Stage[] = [checks, unit, cluster, envoy, clients];

export const stages: readonly Stage[] = [...everyday, interop];
