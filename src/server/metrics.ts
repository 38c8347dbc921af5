// SPDX-License-Identifier: Apache-2.0
// What operators watch. In: the core, read when somebody asks, and the times of HTTP requests. Out: one set
// of metrics, each declared once in metric-list.ts, as Consul's JSON and in Prometheus' format. Nothing is
// measured for its own sake while nobody asks, but for what requests cost.
import type { MetricsAnswer, MetricsSource } from '../wire/http/agent/self/metrics-source.ts';
import type { Endpoint } from '../wire/http/endpoint.ts';
import { type Collected, counters, gauges, type MetricInputs } from './metric-list.ts';
import { RequestTimes } from './request-times.ts';

export interface MetricsOptions extends MetricInputs {
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
  const { prefix, servesPrometheus, now } = options;
  const startedMs = now();
  const times = new RequestTimes();
  const nameOf = (name: string): string => `${prefix}.${name}`;
  const json = (): MetricsAnswer => {
    const seconds = Math.max((now() - startedMs) / 1_000, 1);
    return {
      Timestamp: goTime(now()),
      Gauges: gauges.flatMap((gauge) =>
        gauge.collect(options).map(({ labels, value }) => {
          return { Name: nameOf(gauge.name), Value: value, Labels: labels };
        }),
      ),
      Points: [],
      Counters: counters.flatMap((counter) =>
        counter.collect(options).map((at) => ({
          Name: nameOf(counter.name),
          ...counted(at, seconds),
        })),
      ),
      Samples: times.samples(nameOf('api.http'), seconds),
    };
  };
  return {
    served: (endpoint, ms) => times.add(endpoint, ms),
    json: () => Promise.resolve(json()),
    prometheus: async () => {
      if (!servesPrometheus) return undefined;
      // Loaded when somebody asks: it is larger than all that is measured.
      const { prometheusText } = await import('./prometheus.ts');
      return prometheusText(options, times);
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

/** As Go prints a time in UTC: '2006-01-02 15:04:05 +0000 UTC'. */
function goTime(ms: number): string {
  const [date, time = ''] = new Date(ms).toISOString().split('T');
  return `${date} ${time.slice(0, 8)} +0000 UTC`;
}
