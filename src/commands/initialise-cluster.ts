// SPDX-License-Identifier: Apache-2.0
import type { CaKeyRow, CaRootRow } from '../model/ca/ca.ts';
import { CLUSTER_KEY, caKeys, caRoots, cluster } from '../state/tables/ca.ts';
import { defineCommand, put } from './command.ts';

export interface InitialiseCluster {
  /** UUID that names the trust domain. */
  readonly clusterId: string;
  readonly root: CaRootRow;
  readonly key: CaKeyRow;
}

/** Gives a new cluster its identity and its first root. A cluster that has them keeps them. */
export const initialiseCluster = defineCommand<InitialiseCluster>({
  name: 'initialise-cluster',
  decide: (read, { clusterId, root, key }) => {
    if (read.get(cluster, CLUSTER_KEY) !== undefined) return { writes: [], reply: undefined };
    return {
      writes: [
        put(cluster, { id: clusterId, nextSerial: 2 }),
        put(caRoots, root),
        put(caKeys, key),
      ],
      reply: undefined,
    };
  },
});
