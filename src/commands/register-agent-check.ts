// SPDX-License-Identifier: Apache-2.0
import type { CheckRegistration } from '../model/agent/check-registration.ts';
import { type AgentOf, placeAgentCheck } from './agent-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface RegisterAgentCheck extends Pick<AgentOf, 'node' | 'source' | 'nowMs'> {
  readonly registration: CheckRegistration;
}

/** Registers a check with a node's agent and in the catalog: of a service, which must be there, or of the node. */
export const registerAgentCheck = defineCommand<RegisterAgentCheck>({
  name: 'register-agent-check',
  decide: (read, { registration: { check, type }, ...agent }) => {
    const draft = new Draft(read);
    placeAgentCheck(draft, agent, check, type);
    return { writes: draft.writes, reply: undefined };
  },
});
