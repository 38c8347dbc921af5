// SPDX-License-Identifier: Apache-2.0
import type { Node } from '../../model/catalog/node.ts';
import { filtered } from '../../model/filter/filter.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import { nodes } from '../../state/tables/nodes.ts';
import { nearestFirst } from '../coordinate/near.ts';
import { defineView } from '../engine/view.ts';
import { indexed, type Indexed } from '../health/instances.ts';
import { EVERYTHING, hasNodeMeta, type Selection, selectionKey } from './selection.ts';

export interface NodesKey {
  readonly tenancy: Tenancy;
  readonly selection: Selection;
}

export type ShownNode = Node & Indexed & { readonly PeerName?: string };

/** All nodes of this cluster, or of what a peer exports, by name. */
export const catalogNodes = defineView<NodesKey, readonly ShownNode[]>({
  name: 'catalog/nodes',
  key: ({ tenancy, selection }) => `${tenancy.peer}/${selectionKey(selection)}`,
  isRare: ({ selection }) => selection !== EVERYTHING,
  compute: (read, { tenancy, selection }) => {
    const shown = read
      .by(nodes, 'peer', tenancy.peer)
      .filter(({ value }) => hasNodeMeta(value.node.Meta, selection))
      .map((row) => ({
        ...row.value.node,
        ...(tenancy.peer === '' ? {} : { PeerName: tenancy.peer }),
        ...indexed(row),
      }));
    const wanted = filtered(shown, selection.filter);
    return nearestFirst(read, selection.near, wanted, (node) => node.Node);
  },
});
