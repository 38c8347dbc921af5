// SPDX-License-Identifier: Apache-2.0
import { blockOf } from '../../model/catalog/virtual-ip.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** A stable address for a service in the mesh: the one derived value that is stored, because it must not move. */
export interface VirtualIpRow {
  readonly tenancy: Tenancy;
  readonly service: string;
  /** Offset from the start of the range; the first is 1. */
  readonly offset: number;
  /** Further addresses that somebody assigned by hand; no two services have the same one. */
  readonly manual?: readonly string[];
}

export const virtualIpKey = (tenancy: Tenancy, service: string): string => rowKey(tenancy, service);

/** Virtual addresses by tenancy and service; bucket `block` holds 256 neighbouring offsets, `manual` who has an address. */
export const virtualIps = defineTable<VirtualIpRow>()({
  name: 'virtual-ips',
  key: (row) => virtualIpKey(row.tenancy, row.service),
  indexes: { block: (row) => [blockOf(row.offset)], manual: (row) => row.manual ?? [] },
});
