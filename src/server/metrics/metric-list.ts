// SPDX-License-Identifier: Apache-2.0
// The visible list of metrics that are read when somebody asks; what is counted as it happens is in command-times.ts
// and request-times.ts. Names are Consul's where it has one of that meaning; labels are few and fixed.
import { clusterGauges } from './cluster-gauges.ts';
import type { Metric } from './metric.ts';
import { peeringGauges } from './peering-gauges.ts';
import { processGauges, processTotals } from './process-gauges.ts';

export const gauges: readonly Metric[] = [...clusterGauges, ...peeringGauges, ...processGauges];

/** What only grows. Consul's JSON has no such kind, and shows them as gauges. */
export const totals: readonly Metric[] = processTotals;
