// SPDX-License-Identifier: Apache-2.0
import { proxyStatus } from '../../state/tables/proxy-status.ts';
import { agentNodeKey } from '../../state/tables/agent-services.ts';
import { defineView } from '../engine/view.ts';

/** The streams of a node's proxies, with the service id that each proxy has. */
export const connectedProxies = defineView<string, ReadonlyMap<string, string>>({
  name: 'agent/connected-proxies',
  key: agentNodeKey,
  compute: (read, node) => {
    const here = read.all(proxyStatus).filter(({ value }) => value.node === node);
    return new Map(here.map(({ value }) => [value.streamId, value.proxyId]));
  },
});
