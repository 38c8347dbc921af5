// SPDX-License-Identifier: Apache-2.0
// The shape of one measurement. A row starts what it measures, measures it once and hands back plain
// numbers; how often it is repeated, compared and shown is none of its business.
import type { Workspace } from '../demo/processes.ts';
import type { Program } from './program.ts';

/** One number of a row. */
export interface Figure {
  /** What a sample calls it. */
  readonly key: string;
  readonly title: string;
  readonly unit: 'ms' | '/s' | 's' | 'MiB' | 'KiB';
  readonly better: 'less' | 'more';
  /** What it should be at most, or at least; without one it is shown for information. */
  readonly target?: number;
}

/** The figures of one measurement, by key. */
export type Sample = Readonly<Record<string, number>>;

export interface Trial {
  readonly program: Program;
  /** Ends and removes whatever the trial has started. */
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  /** Scaled down, to see that everything works: the numbers say nothing. */
  readonly isQuick: boolean;
  /** Shows what is being done. */
  readonly say: (text: string) => void;
}

export interface Row {
  /** As in `--rows=1,4`. */
  readonly number: number;
  readonly title: string;
  /** How it is measured, for the reader of the table: sentences in Markdown. */
  readonly method: string;
  readonly figures: readonly Figure[];
  measure(trial: Trial): Promise<Sample>;
}
