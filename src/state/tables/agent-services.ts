// SPDX-License-Identifier: Apache-2.0
import type { AgentServiceRow } from '../../model/agent/registration.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

export const agentServiceKey = (node: string, id: string): string => rowKey(localTenancy, node, id);

/** Bucket of `node`: everything that is registered with that node's agent. */
export const agentNodeKey = (node: string): string => rowKey(localTenancy, node);

/** Services that were registered with an agent; each has its instance in `services` too. */
export const agentServices = defineTable<AgentServiceRow>()({
  name: 'agent-services',
  isOfThisServer: true,
  key: (row) => agentServiceKey(row.node, row.service.ID),
  indexes: { node: (row) => [agentNodeKey(row.node)] },
});
