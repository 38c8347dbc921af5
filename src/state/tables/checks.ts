// SPDX-License-Identifier: Apache-2.0
import type { CheckRow } from '../../model/catalog/check.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

export const checkKey = (tenancy: Tenancy, node: string, id: string): string =>
  rowKey(tenancy, node, id);

/** Bucket of `instance`: the checks of one service instance; with serviceId '' the node's own checks. */
export const checksOfInstance = (tenancy: Tenancy, node: string, serviceId: string): string =>
  rowKey(tenancy, node, serviceId);

/** Health checks of nodes and of service instances. */
export const checks = defineTable<CheckRow>()({
  name: 'checks',
  key: (row) => checkKey(row.tenancy, row.check.Node, row.check.CheckID),
  indexes: {
    peer: (row) => [row.tenancy.peer],
    node: (row) => [rowKey(row.tenancy, row.check.Node)],
    instance: (row) => [checksOfInstance(row.tenancy, row.check.Node, row.check.ServiceID)],
    service: (row) =>
      row.check.ServiceName === '' ? [] : [rowKey(row.tenancy, row.check.ServiceName)],
    status: (row) => [rowKey(row.tenancy, row.check.Status)],
  },
});
