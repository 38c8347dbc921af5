// SPDX-License-Identifier: Apache-2.0
// What the process needs, and what it has done since it was started.
import { type Metric, one } from './metric.ts';

export const processGauges: readonly Metric[] = [
  {
    name: 'runtime.alloc_bytes',
    help: 'Memory that objects of the process use.',
    labels: [],
    collect: () => one(process.memoryUsage().heapUsed),
  },
  {
    name: 'runtime.sys_bytes',
    help: 'Memory of the process that is resident.',
    labels: [],
    collect: () => one(process.memoryUsage.rss()),
  },
  {
    name: 'runtime.total_gc_pause_ns',
    help: 'Nanoseconds that the garbage collector has stopped the process.',
    labels: [],
    collect: ({ gc }) => one(gc.sum),
  },
  {
    name: 'runtime.total_gc_runs',
    help: 'How often the garbage collector has run.',
    labels: [],
    collect: ({ gc }) => one(gc.count),
  },
  {
    name: 'views.kept',
    help: 'Values of views that are kept.',
    labels: [],
    collect: ({ core }) => one(core.views.size.nodes),
  },
];

/** What only grows: counters to Prometheus. */
export const processTotals: readonly Metric[] = [
  {
    name: 'views.computed',
    help: 'Computations of views.',
    labels: [],
    collect: ({ core }) => one(core.views.counters.computed),
  },
  {
    name: 'views.published',
    help: 'Values of views that were told to those who watch.',
    labels: [],
    collect: ({ core }) => one(core.views.counters.published),
  },
  {
    name: 'runtime.cpu_seconds',
    help: 'Processor time of the process.',
    labels: [],
    collect: () => one(cpuSeconds()),
  },
];

/** Under the names that Prometheus' own libraries give them, without a prefix. */
export const standardMetrics: readonly (Metric & { readonly type: 'gauge' | 'counter' })[] = [
  {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'Processor time of the process, in seconds.',
    labels: [],
    collect: () => one(cpuSeconds()),
  },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Memory of the process that is resident.',
    labels: [],
    collect: () => one(process.memoryUsage.rss()),
  },
  {
    name: 'process_start_time_seconds',
    type: 'gauge',
    help: 'When the process was started, in seconds since the epoch.',
    labels: [],
    collect: () => one(performance.timeOrigin / 1_000),
  },
];

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
