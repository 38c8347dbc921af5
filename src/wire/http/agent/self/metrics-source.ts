// SPDX-License-Identifier: Apache-2.0

/** What the metrics endpoint gets from the composition root. */
export interface MetricsSource {
  /** All metrics, as Consul's API shows them: what was counted is of the last interval that is over. */
  readonly json: () => MetricsAnswer;
  /** The same at the end of each interval from now on, until aborted; those that nobody took are left out. */
  readonly follow: (signal: AbortSignal) => AsyncIterable<MetricsAnswer>;
  /** In Prometheus' text format; undefined when that is turned off. */
  readonly prometheus: () => Promise<string | undefined>;
}

export interface MetricsAnswer {
  /** When the interval began: '2006-01-02 15:04:05 +0000 UTC'. */
  readonly Timestamp: string;
  readonly Gauges: readonly GaugeAnswer[];
  readonly Points: readonly never[];
  readonly Counters: readonly SampleAnswer[];
  readonly Samples: readonly SampleAnswer[];
}

type Labels = Readonly<Record<string, string>>;

export interface GaugeAnswer {
  readonly Name: string;
  readonly Value: number;
  readonly Labels: Labels;
}

export interface SampleAnswer {
  readonly Name: string;
  readonly Count: number;
  readonly Rate: number;
  readonly Sum: number;
  readonly Min: number;
  readonly Max: number;
  readonly Mean: number;
  readonly Stddev: number;
  readonly Labels: Labels;
}
