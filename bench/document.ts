// SPDX-License-Identifier: Apache-2.0
// docs/benchmarks.md, and the same table for the screen. Pure: results in, text out.
import { columns } from '../src/cli/columns.ts';
import type { Conditions } from './conditions.ts';
import type { Figure } from './row.ts';
import type { Line, Outcome, Spread } from './results.ts';
import { median } from './statistics.ts';

const QUIET = 0.1;

export interface Findings {
  readonly lines: readonly Line[];
  readonly failures: readonly Outcome[];
  readonly conditions: Conditions;
}

/** The whole document, in Markdown. */
export function documentOf({ lines, failures, conditions }: Findings): string {
  const [head = [], ...rest] = cellsOf(lines, conditions.programs.length > 1);
  const table = [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rest];
  const methods = [...new Set(lines.map(({ row }) => row))].map(
    ({ title, method }) => `- **${title}.** ${method}`,
  );
  return `# Benchmarks

Written by \`npm run bench\`, which measures Causeway, and beside it in the same run the Consul that
\`CONSUL_BIN\` names. Each figure is the median of all runs, with the least and the most of them; "times
better" compares the medians.

${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

${closingWords(lines, failures)}
## Conditions

${conditionLines(conditions)}

## How it is measured

Every server is a process of its own with durable storage in a fresh folder, started from a configuration
file; all connections are on the loopback interface. Each run of each row has servers of its own, and the
order in which the programs take their turn alternates. The load comes from one other process.

${methods.join('\n')}
`;
}

/** The table for a terminal. */
export function screenOf(lines: readonly Line[], isSideBySide: boolean): string {
  return columns(cellsOf(lines, isSideBySide));
}

function cellsOf(lines: readonly Line[], isSideBySide: boolean): string[][] {
  const theirs = isSideBySide ? ['Consul', 'times better'] : [];
  return [
    ['what', 'target', 'Causeway', ...theirs, 'verdict'],
    ...lines.map(({ figure, spreads, timesBetter, verdict }) => [
      figure.title,
      targetOf(figure),
      spreadText(spreads.get('Causeway'), figure),
      ...(isSideBySide
        ? [
            spreadText(spreads.get('Consul'), figure),
            timesBetter === undefined ? '–' : `${numberText(timesBetter)}×`,
          ]
        : []),
      verdict === 'no target' ? '–' : verdict,
    ]),
  ];
}

function targetOf({ target, better, unit }: Figure): string {
  if (target === undefined) return '–';
  return `${better === 'less' ? '≤' : '≥'} ${numberText(target)} ${unit}`;
}

function spreadText(spread: Spread | undefined, { unit }: Figure): string {
  if (spread === undefined) return 'failed';
  const { median: middle, least, most } = spread;
  const range = least === most ? '' : ` (${numberText(least)}–${numberText(most)})`;
  return `${numberText(middle)} ${unit}${range}`;
}

function closingWords(lines: readonly Line[], failures: readonly Outcome[]): string {
  const missed = lines.filter(({ verdict }) => verdict === 'missed');
  const words: string[] = [];
  if (missed.length === 0) words.push('No measured target is missed.\n');
  else {
    words.push('Targets that are missed:\n');
    for (const { row, figure } of missed) words.push(`- ${row.title}: ${figure.title}`);
    words.push('');
  }
  if (failures.length > 0) {
    words.push('Measurements that failed:\n');
    for (const { row, program, failure } of failures) {
      words.push(`- ${row.title}, ${program.name}: ${failure?.split('\n', 1)[0]}`);
    }
    words.push('');
  }
  return words.join('\n');
}

function conditionLines({ otherLoads, ...conditions }: Conditions): string {
  const [middle, most] = [median(otherLoads), Math.max(...otherLoads)];
  const share = (load: number) => `${Math.round(load * 100)} %`;
  const quietness =
    middle > QUIET
      ? '**The machine was not quiet, other work was running: these are trial figures; read the ratios.**'
      : 'The machine was quiet.';
  return [
    `- ${conditions.date}; runs: ${conditions.runs}`,
    `- ${conditions.programs.join('; ')}; Node ${conditions.node}`,
    `- ${conditions.machine}; storage on ${conditions.storage}`,
    `- Before each measurement the machine was ${share(middle)} busy in the median, ${share(most)} at most. ${quietness}`,
  ].join('\n');
}

function numberText(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}
