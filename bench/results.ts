// SPDX-License-Identifier: Apache-2.0
// What the measurements gave, and what is said about it: medians, ratios, targets met or missed. Pure.
import type { Program } from './program.ts';
import type { Figure, Row, Sample } from './row.ts';
import { median } from './statistics.ts';

/** One measurement of one row: its figures, or why there are none. */
export interface Outcome {
  readonly row: Row;
  readonly program: Program;
  readonly sample?: Sample;
  readonly failure?: string;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Line {
  readonly row: Row;
  readonly figure: Figure;
  /** By name of the program; absent where every measurement has failed. */
  readonly spreads: ReadonlyMap<string, Spread>;
  /** How many times better ours is than the other's; below 1 it is worse. */
  readonly timesBetter?: number;
  readonly verdict: 'met' | 'missed' | 'failed' | 'no target';
}

/** One line for each figure of the rows, in their order. */
export function linesOf(rows: readonly Row[], outcomes: readonly Outcome[]): readonly Line[] {
  return rows.flatMap((row) => row.figures.map((figure) => lineOf(row, figure, outcomes)));
}

function lineOf(row: Row, figure: Figure, outcomes: readonly Outcome[]): Line {
  const ofRow = outcomes.filter((outcome) => outcome.row === row);
  const spreads = new Map<string, Spread>();
  for (const [name, group] of Map.groupBy(ofRow, ({ program }) => program.name)) {
    const values = group.flatMap(({ sample }) => sample?.[figure.key] ?? []);
    if (values.length === 0) continue;
    const [least, most] = [Math.min(...values), Math.max(...values)];
    spreads.set(name, { median: median(values), least, most });
  }
  const ours = spreads.get('Causeway')?.median;
  const theirs = spreads.get('Consul')?.median;
  const line = { row, figure, spreads, verdict: verdictOn(figure, ours) };
  if (ours === undefined || theirs === undefined) return line;
  return { ...line, timesBetter: figure.better === 'less' ? theirs / ours : ours / theirs };
}

function verdictOn({ target, better }: Figure, value: number | undefined): Line['verdict'] {
  if (value === undefined) return 'failed';
  if (target === undefined) return 'no target';
  const isMet = better === 'less' ? value <= target : value >= target;
  return isMet ? 'met' : 'missed';
}
