// SPDX-License-Identifier: Apache-2.0
// Network coordinates: points in a space in which the distance is the time that a packet takes (Vivaldi).

/** As the API has it; all parts are in seconds. */
export interface Coordinate {
  readonly Vec: readonly number[];
  /** The part of the way that every packet of a node takes. */
  readonly Height: number;
  /** What measurements say beyond the geometry. */
  readonly Adjustment: number;
}

/** The estimated round trip; a correction that would make it negative is left out. */
export function distanceSeconds(a: Coordinate, b: Coordinate): number {
  const squares = a.Vec.reduce((sum, part, i) => sum + (part - (b.Vec[i] ?? 0)) ** 2, 0);
  const raw = Math.sqrt(squares) + a.Height + b.Height;
  const adjusted = raw + a.Adjustment + b.Adjustment;
  return adjusted > 0 ? adjusted : raw;
}
