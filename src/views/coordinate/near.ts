// SPDX-License-Identifier: Apache-2.0
import { type Coordinates, distanceBetween } from '../../model/coordinate.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { coordinates } from '../../state/tables/coordinates.ts';
import type { ViewRead } from '../engine/view.ts';

/**
 * Rows by how far their nodes are from one, those whose place nobody knows last; as they came where that
 * node is '' or its own place is unknown.
 */
export function nearestFirst<R>(
  read: ViewRead,
  from: string,
  rows: readonly R[],
  nodeOf: (row: R) => string,
): readonly R[] {
  if (from === '') return rows;
  const distances = distancesFrom(read, from, rows.map(nodeOf));
  if (distances === undefined) return rows;
  const distanceOf = (row: R): number => distances.get(nodeOf(row)) ?? Number.POSITIVE_INFINITY;
  // Infinity minus Infinity is no number to sort by.
  return rows.toSorted((a, b) => {
    const [left, right] = [distanceOf(a), distanceOf(b)];
    return left === right ? 0 : left - right;
  });
}

/** By node, Infinity where it is unknown; undefined where the place of `from` is. */
export function distancesFrom(
  read: ViewRead,
  from: string,
  nodes: readonly string[],
): ReadonlyMap<string, number> | undefined {
  const here = coordinatesOf(read, from);
  if (here.size === 0) return undefined;
  const distances = new Map<string, number>();
  for (const node of nodes) {
    if (distances.has(node)) continue;
    distances.set(node, distanceBetween(here, coordinatesOf(read, node)));
  }
  return distances;
}

function coordinatesOf(read: ViewRead, node: string): Coordinates {
  const rows = read.by(coordinates, 'node', rowKey(localTenancy, node));
  return new Map(rows.map(({ value }) => [value.segment, value.coordinate]));
}
