// SPDX-License-Identifier: Apache-2.0
import type { Node } from '../../model/catalog/node.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import { nodes } from '../../state/tables/nodes.ts';
import { defineView } from '../engine/view.ts';
import { indexed, type Indexed } from '../health/instances.ts';
import { hasNodeMeta, type NodeMetaFilter, nodeMetaKey } from './node-meta.ts';

export interface NodesKey {
  readonly tenancy: Tenancy;
  readonly nodeMeta: NodeMetaFilter;
}

export type ShownNode = Node & Indexed & { readonly PeerName?: string };

/** All nodes of this cluster, or of what a peer exports, by name. */
export const catalogNodes = defineView<NodesKey, readonly ShownNode[]>({
  name: 'catalog/nodes',
  key: ({ tenancy, nodeMeta }) => `${tenancy.peer}/${nodeMetaKey(nodeMeta)}`,
  compute: (read, { tenancy, nodeMeta }) => {
    return read
      .by(nodes, 'peer', tenancy.peer)
      .filter(({ value }) => hasNodeMeta(value.node.Meta, nodeMeta))
      .map((row) => ({
        ...row.value.node,
        ...(tenancy.peer === '' ? {} : { PeerName: tenancy.peer }),
        ...indexed(row),
      }));
  },
});
