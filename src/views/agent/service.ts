// SPDX-License-Identifier: Apache-2.0
import { type AgentService, agentServiceOf } from '../../model/agent/agent-service.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { agentServiceKey, agentServices } from '../../state/tables/agent-services.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import { withCentral } from '../config/central.ts';
import { defineView } from '../engine/view.ts';

export interface AgentServiceKey {
  readonly node: string;
  readonly id: string;
}

/** A service that is registered with a node's agent, proxies with their central configuration; undefined when it isn't. */
export const agentService = defineView<AgentServiceKey, AgentService | undefined>({
  name: 'agent/service',
  key: ({ node, id }) => agentServiceKey(node, id),
  compute: (read, { node, id }) => {
    const row = read.get(agentServices, agentServiceKey(node, id))?.value;
    if (row === undefined) return undefined;
    const merged = withCentral(read, row.service);
    // The catalog adds the virtual address.
    const instance = read.get(services, serviceKey(localTenancy, node, id))?.value.service;
    const tagged = instance?.TaggedAddresses ?? row.service.TaggedAddresses;
    const datacenter = read.get(nodes, nodeKey(localTenancy, node))?.value.node.Datacenter ?? '';
    return agentServiceOf(
      { ...merged, ...(tagged ? { TaggedAddresses: tagged } : {}) },
      datacenter,
    );
  },
});
