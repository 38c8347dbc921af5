// SPDX-License-Identifier: Apache-2.0
// Test files through node:test, each in a process of its own; its events become counts and lines.
import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import type { Tally } from './tally.ts';

/** Which files to run, and how. */
export interface FileSet {
  globs: string[];
  exclude: string[];
  /** Files at once. */
  concurrency: number;
  /** After so long a file counts as hanging. */
  timeoutMs: number;
}

/** What node:test tells about one finished test, suite or file, as far as it is used here. */
interface Outcome {
  name: string;
  nesting: number;
  file?: string;
  skip?: string | boolean;
  details: { type?: string; error?: Error & { failureType?: string } };
}

const PROGRESS_INTERVAL_MS = 10_000;

/** Runs the files to their end, or until the signal aborts. */
export async function runFiles(tally: Tally, signal: AbortSignal, set: FileSet): Promise<void> {
  const files = globSync(set.globs, { exclude: set.exclude })
    .toSorted()
    .map((file) => resolve(file));
  if (files.length === 0) {
    console.log('  no files');
    return;
  }

  const report = new FileReport(tally);
  const startMs = performance.now();
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - startMs) / 1000);
    console.log(`  …     ${seconds} s, running ${[...report.running].join(', ')}`);
  }, PROGRESS_INTERVAL_MS);
  try {
    const events = run({
      files,
      concurrency: set.concurrency,
      timeout: set.timeoutMs,
      signal,
    });
    for await (const event of events) {
      if (!signal.aborted) report.take(event as { type: string; data: never });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(progress);
  }
}

/** Turns the stream of events into counts; one line per file when it is through. */
class FileReport {
  /** Files under way, relative to the root. */
  readonly running = new Set<string>();
  readonly #tally: Tally;
  /** Names of the tests that the reported one lies in, by file. */
  readonly #path = new Map<string, string[]>();
  /** What a file printed; told only when it fails. */
  readonly #output = new Map<string, string>();

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  take(event: { type: string; data: never }): void {
    switch (event.type) {
      case 'test:dequeue':
        return this.#dequeue(event.data);
      case 'test:start':
        return this.#start(event.data);
      case 'test:stdout':
      case 'test:stderr':
        return this.#print(event.data);
      case 'test:pass':
        return this.#pass(event.data);
      case 'test:fail':
        return this.#fail(event.data);
      case 'test:summary':
        return this.#fileEnd(event.data);
    }
  }

  #dequeue({ name, file }: Outcome): void {
    if (file !== undefined && name === file) this.running.add(short(file));
  }

  #start({ name, nesting, file = '' }: Outcome): void {
    const path = this.#path.get(file) ?? [];
    this.#path.set(file, [...path.slice(0, nesting), name]);
  }

  #print({ file, message }: { file: string; message: string }): void {
    this.#output.set(file, (this.#output.get(file) ?? '') + message);
  }

  #pass(outcome: Outcome): void {
    const { name, file, skip, details } = outcome;
    if (details.type === 'suite' && !skip) return;
    if (name === file) this.#tally.fail(short(file), 'holds no test');
    else if (skip !== undefined && skip !== false) {
      this.#tally.skip(this.#nameOf(outcome), typeof skip === 'string' ? skip : '');
    } else this.#tally.pass();
  }

  #fail(outcome: Outcome): void {
    const { name, file = '', details } = outcome;
    if (details.error?.failureType === 'subtestsFailed') return;
    const error = details.error?.cause ?? details.error;
    const printed = this.#output.get(file) ?? '';
    this.#output.delete(file);
    if (name === file) {
      this.running.delete(short(file));
      this.#tally.fail(short(file), `${printed}${textOf(error)}`);
    } else {
      this.#tally.fail(this.#nameOf(outcome), `${textOf(error)}\n${printed}`);
    }
  }

  #fileEnd(summary: {
    file?: string;
    success: boolean;
    duration_ms: number;
    counts: { tests: number };
  }): void {
    const { file, success, duration_ms: durationMs, counts } = summary;
    if (file === undefined) return;
    this.running.delete(short(file));
    this.#output.delete(file);
    const mark = success ? 'ok  ' : 'FAIL';
    console.log(`  ${mark}  ${short(file)}  ${counts.tests} tests, ${Math.round(durationMs)} ms`);
  }

  #nameOf({ name, nesting, file = '' }: Outcome): string {
    const around = (this.#path.get(file) ?? []).slice(0, nesting);
    return [short(file), ...around, name].join(' › ');
  }
}

function short(file: string): string {
  return relative(process.cwd(), file);
}

/** An error with where it was thrown, without the frames of the test runner itself. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const ours = frames.filter((line) => !/\(?node:/.test(line));
  const cause = error.cause === undefined ? [] : [`caused by ${textOf(error.cause)}`];
  return [`${error.name}: ${error.message}`, ...ours, ...cause].join('\n');
}
