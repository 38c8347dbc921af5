// SPDX-License-Identifier: Apache-2.0
import type { CheckRegistration } from '../model/agent/check-registration.ts';
import type { ServiceRegistration } from '../model/agent/service-registration.ts';
import { agentCheckKey, agentChecks } from '../state/tables/agent-checks.ts';
import { agentNodeKey, agentServiceKey, agentServices } from '../state/tables/agent-services.ts';
import {
  type AgentOf,
  placeAgentCheck,
  placeAgentService,
  removeAgentCheck,
  removeAgentService,
} from './agent-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface LoadDefinitions extends Omit<AgentOf, 'source'> {
  readonly services: readonly ServiceRegistration[];
  readonly checks: readonly CheckRegistration[];
}

/**
 * Makes what a node's configuration files define registered, and what they no longer define gone, as one
 * decision. What came through the API stays, unless a file defines the same id.
 */
export const loadDefinitions = defineCommand<LoadDefinitions>({
  name: 'load-definitions',
  decide: (read, { services, checks, ...rest }) => {
    const draft = new Draft(read);
    const agent: AgentOf = { ...rest, source: 'file' };
    const serviceKeys = new Set(services.flatMap((one) => serviceKeysOf(agent.node, one)));
    for (const row of draft.by(agentServices, 'node', agentNodeKey(agent.node))) {
      if (row.value.source !== 'file' || serviceKeys.has(row.key)) continue;
      if (draft.get(agentServices, row.key) !== undefined) removeAgentService(draft, row);
    }
    const checkKeys = new Set(
      services.flatMap((one) => placeAgentService(draft, agent, one, false)),
    );
    for (const { check, type } of checks) {
      placeAgentCheck(draft, agent, check, type);
      checkKeys.add(agentCheckKey(agent.node, check.CheckID));
    }
    for (const row of draft.by(agentChecks, 'node', agentNodeKey(agent.node))) {
      if (row.value.source === 'file' && !checkKeys.has(row.key)) removeAgentCheck(draft, row);
    }
    return { writes: draft.writes, reply: undefined };
  },
});

function serviceKeysOf(node: string, { service, sidecar }: ServiceRegistration): string[] {
  const ids = sidecar === undefined ? [service.ID] : [service.ID, sidecar.service.ID];
  return ids.map((id) => agentServiceKey(node, id));
}
