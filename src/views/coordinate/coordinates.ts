// SPDX-License-Identifier: Apache-2.0
import type { Coordinate, CoordinateRow } from '../../model/coordinate.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import type { Row } from '../../state/table.ts';
import { coordinates } from '../../state/tables/coordinates.ts';
import { defineView } from '../engine/view.ts';

export interface ShownCoordinate {
  readonly Node: string;
  readonly Segment: string;
  readonly Coord: Coordinate;
}

export interface CoordinatesKey {
  /** Undefined for all. */
  readonly node: string | undefined;
  /** Undefined for all. */
  readonly segment: string | undefined;
}

/** Where nodes are, by name. A single node is called as the reader calls it. */
export const nodeCoordinates = defineView<CoordinatesKey, readonly ShownCoordinate[]>({
  name: 'coordinate/nodes',
  key: ({ node, segment }) => JSON.stringify([node, segment]),
  compute: (read, { node, segment }) => {
    const rows =
      node === undefined
        ? read.all(coordinates)
        : read.by(coordinates, 'node', rowKey(localTenancy, node));
    return rows
      .filter(({ value }) => segment === undefined || value.segment === segment)
      .map((row) => shown(row, node));
  },
});

function shown({ value }: Row<CoordinateRow>, asked: string | undefined): ShownCoordinate {
  return { Node: asked ?? value.node, Segment: value.segment, Coord: value.coordinate };
}
