// SPDX-License-Identifier: Apache-2.0
// What operators watch. In: the core, read when somebody asks, and meters of what happened. Out: one set of metrics, as
// Consul's JSON and in Prometheus' format.
import type { Clock } from '../../model/clock.ts';
import type {
  GaugeAnswer,
  MetricsAnswer,
  MetricsSource,
  SampleAnswer,
} from '../../wire/http/agent/self/metrics-source.ts';
import type { Core } from '../core.ts';
import { gcPauses } from './gc-pauses.ts';
import { INTERVAL_MS, intervalAt, type Meter, type Meters } from './meter.ts';
import { gauges, totals } from './metric-list.ts';
import type { MetricInputs } from './metric.ts';
import { namesBy, type Naming } from './names.ts';

export interface MetricsOptions {
  readonly core: Core;
  readonly meters: Meters;
  readonly clock: Clock;
  readonly datacenter: string;
  readonly naming: Naming;
  /** Prometheus' format is served only when it was asked for, as in Consul. */
  readonly servesPrometheus: boolean;
}

export function openMetrics(options: MetricsOptions): MetricsSource {
  const { core, meters, clock, datacenter, naming, servesPrometheus } = options;
  const names = namesBy(naming);
  const first = intervalAt(clock.now());
  const pauses = gcPauses(meters);
  const inputs = (): MetricInputs => {
    return { core, now: () => clock.now(), datacenter, gc: pauses.total };
  };
  // Of the newest interval that is over; of the first one while there is no other.
  const json = (): MetricsAnswer => {
    const interval = Math.max(intervalAt(clock.now()) - 1, first);
    const during = (kind: string): readonly SampleAnswer[] =>
      meters.all
        .filter((meter) => meter.options.kind === kind)
        .flatMap((meter) => shownMeter(meter, interval, names.other(meter.options.name)));
    return {
      Timestamp: goTime(interval * INTERVAL_MS),
      Gauges: [...gauges, ...totals]
        .flatMap(({ name, collect }) => shownGauge(names.gauge(name), () => collect(inputs())))
        .sort((a, b) => (a.Name < b.Name ? -1 : Number(a.Name > b.Name))),
      Points: [],
      Counters: during('counter'),
      Samples: during('sample'),
    };
  };
  let latest = { interval: -1, answer: undefined as MetricsAnswer | undefined };
  async function* follow(signal: AbortSignal): AsyncGenerator<MetricsAnswer> {
    while (await intervalEnds(clock, signal)) {
      const interval = intervalAt(clock.now());
      // One for all who follow.
      if (latest.interval !== interval) latest = { interval, answer: json() };
      if (latest.answer !== undefined) yield latest.answer;
    }
  }
  return {
    json,
    follow,
    prometheus: async () => {
      if (!servesPrometheus) return undefined;
      // Loaded when somebody asks.
      const { prometheusText } = await import('./prometheus.ts');
      return prometheusText(inputs(), meters, names);
    },
  };
}

function shownGauge(
  name: string | undefined,
  collect: () => ReturnType<(typeof gauges)[number]['collect']>,
): GaugeAnswer[] {
  if (name === undefined) return [];
  return collect().map(({ labels, value }) => ({ Name: name, Value: value, Labels: labels }));
}

function shownMeter(meter: Meter, interval: number, name: string | undefined): SampleAnswer[] {
  const figures = name === undefined ? undefined : meter.during(interval);
  if (name === undefined || figures === undefined) return [];
  return [{ Name: name, ...figures, Labels: meter.options.labels }];
}

/** Resolves with true at the end of the interval that is running, or with false when aborted. */
function intervalEnds(clock: Clock, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (hasPassed: boolean): void => {
      forget();
      signal.removeEventListener('abort', stop);
      resolve(hasPassed);
    };
    const stop = (): void => end(false);
    const forget = clock.after(INTERVAL_MS - (clock.now() % INTERVAL_MS), () => end(true));
    signal.addEventListener('abort', stop);
  });
}

/** As Go prints a time in UTC: '2006-01-02 15:04:05 +0000 UTC'. */
function goTime(ms: number): string {
  const [date, time = ''] = new Date(ms).toISOString().split('T');
  return `${date} ${time.slice(0, 8)} +0000 UTC`;
}
