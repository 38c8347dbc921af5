// SPDX-License-Identifier: Apache-2.0
import { distancesFrom } from '../coordinate/near.ts';
import { defineView } from '../engine/view.ts';
import { type QueriedInstances, queriedInstances } from './instances.ts';

export interface DistancesKey {
  readonly from: string;
  readonly of: QueriedInstances;
}

/** How far the nodes of what a query finds are from one; undefined where nobody knows that node's own place. */
export const queryDistances = defineView<DistancesKey, ReadonlyMap<string, number> | undefined>({
  name: 'prepared-query/distances',
  key: ({ from, of }) => `${queriedInstances.key(of)}${from.toLowerCase()}`,
  compute: (read, { from, of }) => {
    const nodes = read.view(queriedInstances, of).map(({ Node }) => Node.Node);
    return distancesFrom(read, from, nodes);
  },
});
