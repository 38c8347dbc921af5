// SPDX-License-Identifier: Apache-2.0
import { agentCheckRow, removeAgentCheck } from './agent-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface DeregisterAgentCheck {
  readonly node: string;
  readonly id: string;
}

/** Removes a check from a node's agent and from the catalog. */
export const deregisterAgentCheck = defineCommand<DeregisterAgentCheck>({
  name: 'deregister-agent-check',
  decide: (read, { node, id }) => {
    const draft = new Draft(read);
    removeAgentCheck(draft, agentCheckRow(draft, node, id));
    return { writes: draft.writes, reply: undefined };
  },
});
