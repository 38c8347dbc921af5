// SPDX-License-Identifier: Apache-2.0
import { type AgentService, agentServiceOf } from '../../model/agent/agent-service.ts';
import { withCentralConfig } from '../../model/config-entries/central-config.ts';
import { configEntryKey } from '../../model/config-entries/entry.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { agentServiceKey, agentServices } from '../../state/tables/agent-services.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import { defineView, type ViewRead } from '../engine/view.ts';

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
    const merged = withCentralConfig(row.service, {
      proxyDefaults: entry<ProxyDefaults>(read, 'proxy-defaults', 'global'),
      serviceDefaults: (name) => entry<ServiceDefaults>(read, 'service-defaults', name),
    });
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

function entry<E extends ProxyDefaults | ServiceDefaults>(
  read: ViewRead,
  kind: E['Kind'],
  name: string,
): E | undefined {
  const row = read.get(configEntries, configEntryKey(localTenancy, kind, name));
  return row?.value.entry as E | undefined;
}
