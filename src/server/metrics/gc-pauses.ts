// SPDX-License-Identifier: Apache-2.0
import { PerformanceObserver } from 'node:perf_hooks';
import type { Meter, Meters } from './meter.ts';

export function gcPauses(meters: Meters): Meter {
  return meters.meter({
    name: 'runtime.gc_pause_ns',
    help: 'Nanoseconds that the garbage collector stopped the process.',
    kind: 'sample',
    labels: {},
  });
}

/** Measures what the garbage collector takes, until what is returned is called. */
export function measureGc(meters: Meters): () => void {
  const pauses = gcPauses(meters);
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) pauses.add(Math.round(duration * 1e6));
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}
