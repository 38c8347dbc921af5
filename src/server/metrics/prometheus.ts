// SPDX-License-Identifier: Apache-2.0
// All metrics in Prometheus' text format.
import { gauges, totals } from './metric-list.ts';
import type { Collected, MetricInputs } from './metric.ts';
import type { Meter, Meters } from './meter.ts';
import { type Names, underscored } from './names.ts';
import { standardMetrics } from './process-gauges.ts';

const QUANTILES = [0.5, 0.9, 0.99];

/** As they are now. */
export function prometheusText(inputs: MetricInputs, meters: Meters, names: Names): string {
  const families: Family[] = [
    ...gauges.map((metric) => familyOf(metric, 'gauge', names.gauge(metric.name), inputs)),
    ...totals.map((metric) => familyOf(metric, 'counter', names.gauge(metric.name), inputs)),
    ...metered(meters, names),
    ...standardMetrics.map((metric) => familyOf(metric, metric.type, metric.name, inputs)),
  ];
  return families.map(textOf).join('');
}

interface Family {
  /** Undefined when it is not to be shown. */
  readonly name: string | undefined;
  readonly type: 'gauge' | 'counter' | 'summary';
  readonly help: string;
  readonly rows: readonly (Collected & { readonly ending?: string })[];
}

function familyOf(
  { help, collect }: { help: string; collect: (inputs: MetricInputs) => readonly Collected[] },
  type: Family['type'],
  name: string | undefined,
  inputs: MetricInputs,
): Family {
  return { name, type, help, rows: name === undefined ? [] : collect(inputs) };
}

function metered(meters: Meters, names: Names): Family[] {
  const byName = Map.groupBy(meters.all, (meter) => meter.options.name);
  return [...byName].flatMap(([name, those]) => {
    const [first] = those;
    if (first === undefined) return [];
    const { kind, help } = first.options;
    const type = kind === 'counter' ? 'counter' : 'summary';
    return [{ name: names.other(name), type, help, rows: those.flatMap(rowsOf) }];
  });
}

function rowsOf(meter: Meter): Family['rows'] {
  const { kind, labels } = meter.options;
  const { count, sum } = meter.total;
  if (kind === 'counter') return [{ labels, value: sum }];
  const values = meter.quantiles(QUANTILES);
  return [
    ...QUANTILES.map((quantile, i) => ({
      labels: { ...labels, quantile: String(quantile) },
      value: values[i] ?? Number.NaN,
    })),
    { labels, value: sum, ending: '_sum' },
    { labels, value: count, ending: '_count' },
  ];
}

function textOf({ name: dotted, type, help, rows }: Family): string {
  if (dotted === undefined || rows.length === 0) return '';
  const name = underscored(dotted);
  const lines = rows.map(({ labels, value, ending = '' }) => {
    return `${name}${ending}${labelsText(labels)} ${String(value)}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelsText(labels: Collected['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${name}="${escaped}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
