// SPDX-License-Identifier: Apache-2.0
import { meshNameOf, type ServiceRow } from '../../model/catalog/service.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

export const serviceKey = (tenancy: Tenancy, node: string, id: string): string =>
  rowKey(tenancy, node, id);

/** Bucket of `name` and `mesh`: all instances of a service name, in one tenancy. */
export const serviceNameKey = (tenancy: Tenancy, name: string): string => rowKey(tenancy, name);

/** Service instances. `mesh` finds the proxies and native instances that speak for a service. */
export const services = defineTable<ServiceRow>()({
  name: 'services',
  key: (row) => serviceKey(row.tenancy, row.node, row.service.ID),
  indexes: {
    peer: (row) => [row.tenancy.peer],
    node: (row) => [rowKey(row.tenancy, row.node)],
    name: (row) => [serviceNameKey(row.tenancy, row.service.Service)],
    kind: (row) => [rowKey(row.tenancy, row.service.Kind ?? '')],
    mesh: (row) => {
      const name = meshNameOf(row.service);
      return name === undefined ? [] : [serviceNameKey(row.tenancy, name)];
    },
  },
});
