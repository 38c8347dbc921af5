// SPDX-License-Identifier: Apache-2.0
import type { Core } from '../src/server/core.ts';
import { Meters } from '../src/server/metrics/meter.ts';
import { type MetricsOptions, openMetrics } from '../src/server/metrics/metrics.ts';
import { systemClock } from '../src/server/system-clock.ts';
import type { MetricsSource } from '../src/wire/http/agent/self/metrics-source.ts';

/** What an agent without a configuration of its own measures; names of gauges have no host in them. */
export function sampleMetrics(core: Core, options: Partial<MetricsOptions> = {}): MetricsSource {
  const { clock = systemClock } = options;
  return openMetrics({
    core,
    meters: new Meters(clock, { keepsValues: true }),
    clock,
    datacenter: 'dc1',
    naming: {
      prefix: 'consul',
      hostname: undefined,
      filter: { allowed: [], blocked: [], isAllowedElse: true },
    },
    servesPrometheus: true,
    ...options,
  });
}
