// SPDX-License-Identifier: Apache-2.0
import type { ServiceRegistration } from '../model/agent/service-registration.ts';
import { type AgentOf, placeAgentService } from './agent-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface RegisterAgentService extends AgentOf {
  readonly registration: ServiceRegistration;
  /** Removes checks of the service that the registration doesn't name. */
  readonly replaceChecks: boolean;
}

/** Registers a service with a node's agent and in the catalog, together with its sidecar. */
export const registerAgentService = defineCommand<RegisterAgentService>({
  name: 'register-agent-service',
  decide: (read, { registration, replaceChecks, ...agent }) => {
    const draft = new Draft(read);
    placeAgentService(draft, agent, registration, replaceChecks);
    return { writes: draft.writes, reply: undefined };
  },
});
