// SPDX-License-Identifier: Apache-2.0
import type { ProxyStatusRow } from '../model/proxy/status.ts';
import { proxyStatus } from '../state/tables/proxy-status.ts';
import { defineCommand, put } from './command.ts';

/** Shows a connected proxy and what it refused; issued with the lease of its stream. */
export const recordProxyStatus = defineCommand<ProxyStatusRow>({
  name: 'record-proxy-status',
  decide: (_read, row) => ({ writes: [put(proxyStatus, row)], reply: undefined }),
});
