// SPDX-License-Identifier: Apache-2.0

/** Pairs that a node must have, all of them; [] for any node. Sorted, so that equal filters are equal keys. */
export type NodeMetaFilter = readonly (readonly [key: string, value: string])[];

/** As part of a view's key. */
export const nodeMetaKey = (filter: NodeMetaFilter): string =>
  filter.length === 0 ? '' : JSON.stringify(filter);

export function hasNodeMeta(
  meta: Readonly<Record<string, string>> | null,
  filter: NodeMetaFilter,
): boolean {
  return filter.every(([key, value]) => meta !== null && meta[key] === value);
}
