// SPDX-License-Identifier: Apache-2.0
// `npm run bench`: measures ours, and a real Consul beside it where CONSUL_BIN names one. In: rows, runs.
// Out: a table on the screen; after a full run also docs/benchmarks.md. It is no test: a missed target is
// told, and fails nothing.
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Workspace } from '../demo/processes.ts';
import { conditionsOf } from './conditions.ts';
import { documentOf, screenOf } from './document.ts';
import { machineLoad } from './process-cost.ts';
import { type Program, programs } from './program.ts';
import { linesOf, type Outcome } from './results.ts';
import type { Row, Sample } from './row.ts';
import { rows as allRows } from './rows.ts';

const HELP = `Usage: npm run bench [-- --rows=1,4] [-- --runs=3] [-- --quick] [-- --alone]

  Measures the servers of this repository and, when CONSUL_BIN names a real
  Consul, that beside them. A run of all rows writes docs/benchmarks.md.

  --rows    only these rows, by number; nothing is written then
  --runs    how often each is measured; 3 by default
  --quick   scaled down, to see that it works; nothing is written then
  --alone   without Consul

${allRows.map(({ number, title }) => `  ${number}  ${title}\n`).join('')}`;

const DOCUMENT = join(import.meta.dirname, '..', 'docs', 'benchmarks.md');
/** More than the longest measurement takes: whatever takes longer hangs. */
const MEASUREMENT_MS = 4 * 60_000;
const LOAD_SAMPLE_MS = 1_000;
/** Of a failure, which may hold all that a server has printed. */
const SHOWN_CHARACTERS = 1_000;

interface Plan {
  readonly rows: readonly Row[];
  readonly programs: readonly Program[];
  readonly runs: number;
  readonly isQuick: boolean;
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    runs: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const say = (text: string) => void process.stdout.write(`${text}\n`);

function chosenRows(list: string | undefined): readonly Row[] {
  if (list === undefined) return allRows;
  return list.split(',').map((word) => {
    const row = allRows.find(({ number }) => number === Number(word));
    if (row === undefined) throw new Error(`there is no row ${word}\n\n${HELP}`);
    return row;
  });
}

async function bench(interruption: AbortSignal): Promise<void> {
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs=${values.runs}: not a number`);
  const plan: Plan = {
    rows: chosenRows(values.rows),
    programs: await programs(values.alone ? undefined : process.env['CONSUL_BIN']),
    runs,
    isQuick: values.quick,
  };
  const conditions = await conditionsOf(plan.programs, runs);
  say(`${conditions.programs.join(' and ')} on ${conditions.machine}`);
  if (plan.programs.length === 1) say('Without Consul: CONSUL_BIN names none, or --alone.');
  const { outcomes, otherLoads } = await measureAll(plan, interruption);
  const lines = linesOf(plan.rows, outcomes);
  const failures = outcomes.filter(({ failure }) => failure !== undefined);
  say(`\n${screenOf(lines, plan.programs.length > 1)}`);
  if (failures.length > 0) process.exitCode = 1;
  if (plan.isQuick) return say('Quick: the figures only say that it works. Nothing is written.');
  if (values.rows !== undefined) return say('Not all rows: nothing is written.');
  await writeFile(
    DOCUMENT,
    documentOf({ lines, failures, conditions: { ...conditions, otherLoads } }),
  );
  say(`written: ${relative(process.cwd(), DOCUMENT)}`);
}

async function measureAll(plan: Plan, interruption: AbortSignal) {
  const outcomes: Outcome[] = [];
  const otherLoads: number[] = [];
  for (const row of plan.rows) {
    say(`\n${row.number}. ${row.title}`);
    for (let run = 1; run <= plan.runs; run += 1) {
      // Whoever comes second finds a machine that the first has warmed up.
      const inTurn = run % 2 === 1 ? plan.programs : plan.programs.toReversed();
      for (const program of inTurn) {
        otherLoads.push(await machineLoad(LOAD_SAMPLE_MS));
        interruption.throwIfAborted();
        const outcome = await measure(row, program, plan, interruption);
        interruption.throwIfAborted();
        outcomes.push(outcome);
        say(`   ${program.name}, run ${run}: ${outcomeText(outcome)}`);
      }
    }
  }
  return { outcomes, otherLoads };
}

async function measure(
  row: Row,
  program: Program,
  { isQuick }: Plan,
  interruption: AbortSignal,
): Promise<Outcome> {
  const signal = AbortSignal.any([interruption, AbortSignal.timeout(MEASUREMENT_MS)]);
  await using workspace = new Workspace();
  const progress = (text: string) => say(`   … ${program.name}: ${text}`);
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  try {
    const measuring = row.measure({ program, workspace, signal, isQuick, say: progress });
    return { row, program, sample: await Promise.race([measuring, ended]) };
  } catch (error) {
    return { row, program, failure: error instanceof Error ? error.message : String(error) };
  }
}

function outcomeText({ row, sample, failure }: Outcome): string {
  if (sample === undefined) return `failed: ${failure?.slice(0, SHOWN_CHARACTERS)}`;
  return row.figures.map((figure) => figureText(figure, sample)).join(', ');
}

function figureText({ key, unit }: Row['figures'][number], sample: Sample): string {
  return `${key} ${sample[key]?.toFixed(1)} ${unit}`;
}

if (values.help) {
  say(HELP);
} else {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interrupted.abort(new Error('interrupted')));
  }
  try {
    await bench(interrupted.signal);
  } catch (error) {
    say(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = interrupted.signal.aborted ? 130 : 1;
  }
}
