// SPDX-License-Identifier: Apache-2.0
import type { Core } from '../core.ts';

export interface MetricInputs {
  readonly core: Core;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly datacenter: string;
  /** What the garbage collector took since the start: how often, and nanoseconds. */
  readonly gc: { readonly count: number; readonly sum: number };
}

export interface Collected {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What is read when somebody asks for it; nothing is measured for its sake. */
export interface Metric {
  /** With dots, as Consul's JSON has it, and without the prefix; Prometheus sees underscores. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly collect: (inputs: MetricInputs) => readonly Collected[];
}

export const one = (value: number): readonly Collected[] => [{ labels: {}, value }];
