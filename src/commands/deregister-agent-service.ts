// SPDX-License-Identifier: Apache-2.0
import { agentServiceRow, removeAgentService } from './agent-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface DeregisterAgentService {
  readonly node: string;
  readonly id: string;
}

/** Removes a service from a node's agent and from the catalog, with its checks and its nested sidecar. */
export const deregisterAgentService = defineCommand<DeregisterAgentService>({
  name: 'deregister-agent-service',
  decide: (read, { node, id }) => {
    const draft = new Draft(read);
    removeAgentService(draft, agentServiceRow(draft, node, id));
    return { writes: draft.writes, reply: undefined };
  },
});
