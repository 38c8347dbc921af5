// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { ServiceSplit, ServiceSplitter } from './schema.ts';

export function validateServiceSplitter(entry: ServiceSplitter): void {
  if (entry.Name === '') throw refused('Name is required');
  const splits = entry.Splits ?? [];
  if (splits.length === 0) throw refused('no splits configured');
  refuseProblems(metaProblems(entry));
  refuseTwice(entry.Name, splits);
  const sum = splits.reduce((total, { Weight = 0 }) => total + Math.round(Weight * 100), 0);
  if (sum !== 10_000) {
    // Told with the digits that a number of 32 bits has.
    throw refused(
      `the sum of all split weights must be 100, not ${Math.fround(sum / 100).toFixed(6)}`,
    );
  }
}

// Splits that change headers differ by that, wherever they lead.
function refuseTwice(name: string, splits: readonly ServiceSplit[]): void {
  const seen = new Set<string>();
  for (const split of splits) {
    if (split.RequestHeaders !== undefined || split.ResponseHeaders !== undefined) continue;
    const { Service = name, ServiceSubset = '', Namespace = '', Partition = '' } = split;
    const parts = { service: Service, subset: ServiceSubset, namespace: Namespace };
    const target = Object.entries({ ...parts, partition: Partition })
      .map(([part, value]) => `${part}=${JSON.stringify(value)}`)
      .join(', ');
    if (seen.has(target)) throw refused(`split destination occurs more than once: ${target}`);
    seen.add(target);
  }
}
