// SPDX-License-Identifier: Apache-2.0
import type { AgentCheckRow } from '../../model/agent/registration.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';
import { agentNodeKey } from './agent-services.ts';

export const agentCheckKey = (node: string, id: string): string => rowKey(localTenancy, node, id);

/** Bucket of `instance`: the checks of one of an agent's services; with serviceId '' the node's own. */
export const agentChecksOf = (node: string, serviceId: string): string =>
  rowKey(localTenancy, node, serviceId);

/** Checks that were registered with an agent; status and output are in `checks`. */
export const agentChecks = defineTable<AgentCheckRow>()({
  name: 'agent-checks',
  isOfThisServer: true,
  key: (row) => agentCheckKey(row.node, row.check.CheckID),
  indexes: {
    node: (row) => [agentNodeKey(row.node)],
    instance: (row) => [agentChecksOf(row.node, row.check.ServiceID)],
  },
});
