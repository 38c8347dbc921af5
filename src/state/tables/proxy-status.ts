// SPDX-License-Identifier: Apache-2.0
import type { ProxyStatusRow } from '../../model/proxy/status.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** Connected proxies, one row a stream; leased. */
export const proxyStatus = defineTable<ProxyStatusRow>()({
  name: 'proxy-status',
  isOfThisServer: true,
  key: (row) => rowKey(localTenancy, row.node, row.proxyId, row.streamId),
  indexes: {},
});
