// SPDX-License-Identifier: Apache-2.0
// The metrics of metric-list.ts in Prometheus' text format.
import { Counter, Gauge, Registry } from 'prom-client';
import { counters, gauges, type MetricInputs } from './metric-list.ts';
import type { RequestTimes } from './request-times.ts';

/** All metrics as they are now. */
export function prometheusText(
  inputs: MetricInputs,
  prefix: string,
  times: RequestTimes,
): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const nameOf = (name: string) => underscored(`${prefix}.${name}`);
  for (const { name, help, labels, collect } of gauges) {
    const gauge = new Gauge({ name: nameOf(name), help, labelNames: [...labels], registers });
    for (const { labels: values, value } of collect(inputs)) gauge.set(values, value);
  }
  for (const { name, help, labels, collect } of [...counters, ...times.counters()]) {
    const counter = new Counter({ name: nameOf(name), help, labelNames: [...labels], registers });
    for (const { labels: values, value } of collect(inputs)) counter.inc(values, value);
  }
  return registry.metrics();
}

const underscored = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_]/g, '_');
