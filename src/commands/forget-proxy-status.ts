// SPDX-License-Identifier: Apache-2.0
import type { ProxyStatusRow } from '../model/proxy/status.ts';
import { proxyStatus } from '../state/tables/proxy-status.ts';
import { defineCommand, remove } from './command.ts';

/** The stream of a proxy has ended. */
export const forgetProxyStatus = defineCommand<ProxyStatusRow>({
  name: 'forget-proxy-status',
  decide: (read, status) => {
    const row = read.get(proxyStatus, proxyStatus.key(status));
    return { writes: row === undefined ? [] : [remove(proxyStatus, row)], reply: undefined };
  },
});
