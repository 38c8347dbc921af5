// SPDX-License-Identifier: Apache-2.0
import type { NodeRow } from '../../model/catalog/node.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

export const nodeKey = (tenancy: Tenancy, node: string): string => rowKey(tenancy, node);

/** Nodes; imported ones carry the peer in their tenancy and never collide with ours. */
export const nodes = defineTable<NodeRow>()({
  name: 'nodes',
  key: (row) => nodeKey(row.tenancy, row.node.Node),
  indexes: {
    peer: (row) => [row.tenancy.peer],
    id: (row) => (row.node.ID === '' ? [] : [rowKey(row.tenancy, row.node.ID)]),
  },
});
