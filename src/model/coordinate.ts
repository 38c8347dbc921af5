// SPDX-License-Identifier: Apache-2.0
// Where nodes are in a space whose distances are round-trip times (Vivaldi, as Serf measures it).
import type { Tenancy } from './tenancy.ts';

/** Values are seconds. */
export interface Coordinate {
  readonly Vec: readonly number[];
  readonly Error: number;
  /** Added to distances, from what was really measured. */
  readonly Adjustment: number;
  /** The way to and from the network itself. */
  readonly Height: number;
}

export interface CoordinateRow {
  readonly tenancy: Tenancy;
  /** As it was reported; its case may differ from the node's. */
  readonly node: string;
  /** Of the network; ''. */
  readonly segment: string;
  readonly coordinate: Coordinate;
}

const DIMENSIONS = 8;

/** Where a node is that has measured nothing. */
export const ORIGIN: Coordinate = Object.freeze({
  Vec: Object.freeze(Array.from({ length: DIMENSIONS }, () => 0)),
  Error: 1.5,
  Adjustment: 0,
  Height: 1e-5,
});

/** Whether it can be compared with others. */
export const isCompatible = ({ Vec }: Coordinate): boolean => Vec.length === DIMENSIONS;

export function isFinite({ Vec, Error, Adjustment, Height }: Coordinate): boolean {
  return [...Vec, Error, Adjustment, Height].every(Number.isFinite);
}

/** The estimated round-trip time between two nodes, in whole nanoseconds. */
export function distanceNs(a: Coordinate, b: Coordinate): number {
  const way = Math.hypot(...a.Vec.map((at, i) => at - (b.Vec[i] ?? 0)));
  const whole = way + a.Height + b.Height;
  const adjusted = whole + a.Adjustment + b.Adjustment;
  return Math.trunc((adjusted > 0 ? adjusted : whole) * 1e9);
}

/** A node's coordinates by segment. */
export type Coordinates = ReadonlyMap<string, Coordinate>;

/** Between two nodes in a segment that both are in; Infinity where there is none. */
export function distanceBetween(a: Coordinates, b: Coordinates): number {
  const segment = onlySegment(b) ?? onlySegment(a) ?? '';
  const [from, to] = [a.get(segment), b.get(segment)];
  return from === undefined || to === undefined ? Number.POSITIVE_INFINITY : distanceNs(from, to);
}

const onlySegment = (of: Coordinates): string | undefined =>
  of.size === 1 ? of.keys().next().value : undefined;
