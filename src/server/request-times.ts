// SPDX-License-Identifier: Apache-2.0
// What HTTP requests took, per endpoint, since the start. Cheap enough to be told of every request.
import type { SampleAnswer } from '../wire/http/agent/self/metrics-source.ts';
import type { Endpoint } from '../wire/http/endpoint.ts';
import type { Metric } from './metric-list.ts';

class Times {
  readonly labels: Readonly<Record<string, string>>;
  count = 0;
  sumMs = 0;
  sumOfSquares = 0;
  minMs = Number.POSITIVE_INFINITY;
  maxMs = 0;

  constructor({ method, path }: Endpoint) {
    const fixed = path.replace(/\/:.*$/, '');
    this.labels = { method, path: fixed.slice(1).replaceAll('/', '_') };
  }

  add(ms: number): void {
    this.count += 1;
    this.sumMs += ms;
    this.sumOfSquares += ms * ms;
    if (ms < this.minMs) this.minMs = ms;
    if (ms > this.maxMs) this.maxMs = ms;
  }
}

export class RequestTimes {
  readonly #times = new Map<Endpoint, Times>();

  add(endpoint: Endpoint, ms: number): void {
    let times = this.#times.get(endpoint);
    if (times === undefined) {
      times = new Times(endpoint);
      this.#times.set(endpoint, times);
    }
    times.add(ms);
  }

  /** As Consul's JSON shows samples; milliseconds. */
  samples(name: string, seconds: number): readonly SampleAnswer[] {
    return [...this.#times.values()].map(
      ({ labels, count, sumMs, sumOfSquares, minMs, maxMs }) => ({
        Name: name,
        Count: count,
        Rate: sumMs / seconds,
        Sum: sumMs,
        Min: minMs,
        Max: maxMs,
        Mean: sumMs / count,
        Stddev: Math.sqrt(Math.max(sumOfSquares / count - (sumMs / count) ** 2, 0)),
        Labels: labels,
      }),
    );
  }

  /** The same as the two series of a summary without quantiles. */
  counters(): readonly Metric[] {
    const labels = ['method', 'path'];
    const collect = (pick: (times: Times) => number) => () =>
      [...this.#times.values()].map((times) => ({ labels: times.labels, value: pick(times) }));
    return [
      {
        name: 'api.http_count',
        help: 'HTTP requests answered.',
        labels,
        collect: collect((times) => times.count),
      },
      {
        name: 'api.http_sum',
        help: 'Milliseconds that answering HTTP requests took, waiting included.',
        labels,
        collect: collect((times) => times.sumMs),
      },
    ];
  }
}
