// SPDX-License-Identifier: Apache-2.0
import { type Coordinate, isCompatible, isFinite } from '../model/coordinate.ts';
import { structurallyEqual } from '../model/equal.ts';
import { Refusal } from '../model/refusal.ts';
import { localTenancy } from '../model/tenancy.ts';
import { coordinates } from '../state/tables/coordinates.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { defineCommand, put } from './command.ts';

export interface UpdateCoordinate {
  readonly node: string;
  readonly segment: string;
  readonly coordinate: Coordinate;
}

/** Records where a node is. Of a node that isn't registered nothing is kept, and nobody is told. */
export const updateCoordinate = defineCommand<UpdateCoordinate>({
  name: 'update-coordinate',
  decide: (read, { node, segment, coordinate }) => {
    if (!isFinite(coordinate)) throw new Refusal('rpc-error', 'invalid coordinate');
    if (!isCompatible(coordinate)) throw new Refusal('rpc-error', 'incompatible coordinate');
    const row = { tenancy: localTenancy, node, segment, coordinate };
    const known = read.get(coordinates, coordinates.key(row));
    const isKnown = known !== undefined && structurallyEqual(known.value, row);
    if (isKnown || read.get(nodes, nodeKey(localTenancy, node)) === undefined) {
      return { writes: [], reply: undefined };
    }
    return { writes: [put(coordinates, row)], reply: undefined };
  },
});
