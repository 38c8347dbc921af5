// SPDX-License-Identifier: Apache-2.0
import type { CoordinateRow } from '../../model/coordinate.ts';
import { rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** Where nodes are in the network. */
export const coordinates = defineTable<CoordinateRow>()({
  name: 'coordinates',
  key: (row) => rowKey(row.tenancy, row.node, row.segment),
  indexes: { node: (row) => [rowKey(row.tenancy, row.node)] },
});
