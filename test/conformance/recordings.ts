// SPDX-License-Identifier: Apache-2.0
// The recorded exchanges of a real Consul and the program that replays them. They are not part of this
// repository: they lie beside the checkout, or where CORPUS says. In: a folder. Out: which scenarios there
// are, and what each of their steps answered here.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const BESIDE = join(dirname(dirname(dirname(import.meta.dirname))), 'shared/reference/http');

/** One scenario: a file of steps, each against a cluster (a and b without ACLs, c and d with them). */
export interface Scenario {
  readonly name: string;
  /** Those whose answers were recorded. */
  readonly steps: number;
  readonly needsAcls: boolean;
}

/** What the replayer says of one run. */
export interface Report {
  readonly pass: number;
  readonly total: number;
  readonly scenarios: Readonly<Record<string, ScenarioReport>>;
}

export interface ScenarioReport {
  readonly pass: number;
  readonly total: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly name: string;
  readonly request: string;
  readonly diffs: readonly Difference[];
}

export interface Difference {
  readonly category: string;
  readonly path: string;
  readonly want: unknown;
  readonly got: unknown;
}

/** The folder of the recordings; undefined when there is none. */
export function findRecordings(corpus: string | undefined): string | undefined {
  const folder = corpus === undefined || corpus === '' ? BESIDE : corpus;
  return existsSync(join(folder, 'replay.py')) ? folder : undefined;
}

export function scenariosOf(folder: string): readonly Scenario[] {
  const files = readdirSync(join(folder, 'scenarios')).filter((file) => file.endsWith('.json'));
  return files.toSorted().map((file) => {
    const steps = readJson<readonly { readonly cluster?: string }[]>(folder, 'scenarios', file);
    const answers = readJson<{ readonly steps: readonly unknown[] }>(folder, 'corpus', file);
    const needsAcls = steps.some(({ cluster = 'a' }) => cluster === 'c' || cluster === 'd');
    return { name: basename(file, '.json'), steps: answers.steps.length, needsAcls };
  });
}

function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as T;
}

export interface Replay {
  readonly folder: string;
  readonly scenarios: readonly Scenario[];
  /** Of the clusters a and b. */
  readonly urls: readonly [string, string];
  /** Where the report is written. */
  readonly reportFile: string;
  /** Longest poll of a step, in seconds. */
  readonly maxWaitSeconds: number;
}

/** Replays and resolves with the report; progress goes to the standard output. */
export async function replay(options: Replay): Promise<Report> {
  const { folder, scenarios, urls, reportFile, maxWaitSeconds } = options;
  const only = scenarios.map(({ name }) => name).join(',');
  // The third cluster has ACLs; nothing that is replayed here asks it.
  const clusters = [...urls, 'http://127.0.0.1:1'];
  const script = join(folder, 'replay.py');
  const limits = ['--max-wait', String(maxWaitSeconds)];
  const args = [script, ...clusters, '-q', ...limits, '--only', only, '--json', reportFile];
  const env = { ...process.env, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn('python3', args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error('python3 could not be started', { cause })));
    child.once('close', () => resolve());
  });
  if (!existsSync(reportFile)) throw new Error('the replay ended without a report');
  return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
}
