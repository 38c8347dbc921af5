// SPDX-License-Identifier: Apache-2.0
// Counts what happens, by interval and since the start. In: one call for each thing that happened. Out: figures of an
// interval, as Consul's JSON has them, and sums that only grow with a few quantiles, as Prometheus wants them.
import type { Clock } from '../../model/clock.ts';
import type { SampleAnswer } from '../../wire/http/agent/self/metrics-source.ts';

// As Consul's: intervals begin at full tens of seconds, whenever the agent was started.
export const INTERVAL_MS = 10_000;

// Of an interval, for quantiles.
const MAX_VALUES = 512;

export type Labels = Readonly<Record<string, string>>;

/** The how many-th interval a time is in. */
export const intervalAt = (ms: number): number => Math.floor(ms / INTERVAL_MS);

export interface MeterOptions {
  /** With dots, without the prefix. */
  readonly name: string;
  readonly help: string;
  /** What is added: ones, or something of which the mean matters. */
  readonly kind: 'counter' | 'sample';
  readonly labels: Labels;
}

class Figures {
  count = 0;
  sum = 0;
  sumOfSquares = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  /** The last ones. */
  readonly values: number[] = [];
  readonly interval: number;

  constructor(interval: number) {
    this.interval = interval;
  }

  add(value: number, keepsValue: boolean): void {
    if (keepsValue) this.values[this.count % MAX_VALUES] = value;
    this.count += 1;
    this.sum += value;
    this.sumOfSquares += value * value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }
}

export class Meter {
  readonly options: MeterOptions;
  readonly #now: () => number;
  readonly #keepsValues: boolean;
  #count = 0;
  #sum = 0;
  #current = new Figures(-1);
  #before = new Figures(-1);

  constructor(options: MeterOptions, now: () => number, keepsValues: boolean) {
    this.options = options;
    this.#now = now;
    this.#keepsValues = keepsValues && options.kind === 'sample';
  }

  add(value: number): void {
    const interval = intervalAt(this.#now());
    if (interval !== this.#current.interval) {
      this.#before = this.#current;
      this.#current = new Figures(interval);
    }
    this.#current.add(value, this.#keepsValues);
    this.#count += 1;
    this.#sum += value;
  }

  /** Since the start. */
  get total(): { readonly count: number; readonly sum: number } {
    return { count: this.#count, sum: this.#sum };
  }

  /** What an interval came to, if it is the one that runs or the one before it; undefined when nothing happened. */
  during(interval: number): Omit<SampleAnswer, 'Name' | 'Labels'> | undefined {
    const found = [this.#current, this.#before].find((one) => one.interval === interval);
    if (found === undefined) return undefined;
    const { count, sum, sumOfSquares, min, max } = found;
    const variance = count < 2 ? 0 : (count * sumOfSquares - sum * sum) / (count * (count - 1));
    return {
      Count: count,
      Rate: sum / (INTERVAL_MS / 1_000),
      Sum: sum,
      Min: min,
      Max: max,
      Mean: sum / count,
      Stddev: Math.sqrt(Math.max(variance, 0)),
    };
  }

  /** Of what was added in this interval and the one before it; NaN when that is nothing. */
  quantiles(parts: readonly number[]): readonly number[] {
    const oldest = intervalAt(this.#now()) - 1;
    const values = [this.#before, this.#current]
      .filter(({ interval }) => interval >= oldest)
      .flatMap((figures) => figures.values)
      .sort((a, b) => a - b);
    return parts.map((part) => values[Math.ceil(part * values.length) - 1] ?? Number.NaN);
  }
}

/** All meters of an agent. There are as many as there are commands and endpoints, whatever clients send. */
export class Meters {
  readonly #meters = new Map<string, Meter>();
  readonly #clock: Clock;
  readonly #keepsValues: boolean;

  /** Without `keepsValues`, no quantile is known. */
  constructor(clock: Clock, { keepsValues }: { readonly keepsValues: boolean }) {
    this.#clock = clock;
    this.#keepsValues = keepsValues;
  }

  /** The one of this name and these labels. */
  meter(options: MeterOptions): Meter {
    const key = `${options.name} ${JSON.stringify(options.labels)}`;
    let meter = this.#meters.get(key);
    if (meter === undefined) {
      meter = new Meter(options, () => this.#clock.now(), this.#keepsValues);
      this.#meters.set(key, meter);
    }
    return meter;
  }

  /** By name and labels. */
  get all(): readonly Meter[] {
    return [...this.#meters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, meter]) => meter);
  }
}
