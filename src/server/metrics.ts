// SPDX-License-Identifier: Apache-2.0
// What operators watch. In: the core, read when somebody asks, and the times of HTTP requests. Out: one set
// of metrics, each declared once in metric-list.ts, as Consul's JSON and in Prometheus' format. Nothing is
// measured for its own sake while nobody asks, but for what requests cost.
import type { Clock } from '../model/clock.ts';
import type { MetricsAnswer, MetricsSource } from '../wire/http/agent/self/metrics-source.ts';
import type { Endpoint } from '../wire/http/endpoint.ts';
import type { Core } from './core.ts';
import { type Collected, counters, gauges } from './metric-list.ts';
import { RequestTimes } from './request-times.ts';

// As Consul's: intervals begin at full tens of seconds, whenever the agent was started.
const INTERVAL_MS = 10_000;

export interface MetricsOptions {
  readonly core: Core;
  readonly clock: Clock;
  /** First part of every name; 'consul' unless configured. */
  readonly prefix: string;
  /** Prometheus' format is served only when it was asked for, as in Consul. */
  readonly servesPrometheus: boolean;
}

export interface Metrics extends MetricsSource {
  /** Told of every request that was answered. */
  readonly served: (endpoint: Endpoint, ms: number) => void;
}

export function openMetrics(options: MetricsOptions): Metrics {
  const { core, prefix, servesPrometheus, clock } = options;
  const now = (): number => clock.now();
  const inputs = { core, now };
  const startedMs = now();
  const times = new RequestTimes();
  const nameOf = (name: string): string => `${prefix}.${name}`;
  const json = (): MetricsAnswer => {
    const seconds = Math.max((now() - startedMs) / 1_000, 1);
    return {
      Timestamp: goTime(now()),
      Gauges: gauges.flatMap((gauge) =>
        gauge.collect(inputs).map(({ labels, value }) => {
          return { Name: nameOf(gauge.name), Value: value, Labels: labels };
        }),
      ),
      Points: [],
      Counters: counters.flatMap((counter) =>
        counter.collect(inputs).map((at) => ({
          Name: nameOf(counter.name),
          ...counted(at, seconds),
        })),
      ),
      Samples: times.samples(nameOf('api.http'), seconds),
    };
  };
  let latest = { endedMs: 0, answer: undefined as MetricsAnswer | undefined };
  async function* follow(signal: AbortSignal): AsyncGenerator<MetricsAnswer> {
    while (await intervalEnds(clock, signal)) {
      const endedMs = now() - (now() % INTERVAL_MS);
      // One for all who follow.
      if (latest.endedMs !== endedMs) latest = { endedMs, answer: json() };
      if (latest.answer !== undefined) yield latest.answer;
    }
  }
  return {
    served: (endpoint, ms) => times.add(endpoint, ms),
    json: () => Promise.resolve(json()),
    follow,
    prometheus: async () => {
      if (!servesPrometheus) return undefined;
      // Loaded when somebody asks: it is larger than all that is measured.
      const { prometheusText } = await import('./prometheus.ts');
      return prometheusText(inputs, prefix, times);
    },
  };
}

function counted({ labels, value }: Collected, seconds: number) {
  const one = value > 0 ? 1 : 0;
  return {
    Count: value,
    Rate: value / seconds,
    Sum: value,
    Min: one,
    Max: one,
    Mean: one,
    Stddev: 0,
    Labels: labels,
  };
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
