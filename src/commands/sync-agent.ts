// SPDX-License-Identifier: Apache-2.0
import type { AgentServiceRow } from '../model/agent/registration.ts';
import type { NodeService } from '../model/catalog/service.ts';
import { ORIGIN } from '../model/coordinate.ts';
import { localTenancy, rowKey } from '../model/tenancy.ts';
import { agentChecks } from '../state/tables/agent-checks.ts';
import { agentNodeKey, agentServices } from '../state/tables/agent-services.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { coordinates } from '../state/tables/coordinates.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import { placeCheck } from './check-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { register, type Registration } from './registration.ts';
import { placeService, removeService } from './service-rows.ts';
import { removeCheck } from './session-rows.ts';

/** What the agent itself is: its node, what it serves, and that it is alive. */
export type SyncAgent = Registration;

/**
 * Makes the catalog say what a node's agent knows and nothing else, whoever has changed it there. Replies with the ids of the
 * checks that were put back: what they found out is lost.
 */
export const syncAgent = defineCommand<SyncAgent, readonly string[]>({
  name: 'sync-agent',
  decide: (read, self) => {
    const draft = new Draft(read);
    const { Node: node } = self.node;
    register(draft, localTenancy, self);
    placeAtOrigin(draft, node);
    for (const { value } of draft.by(agentServices, 'node', agentNodeKey(node))) {
      placeService(draft, localTenancy, node, instanceOf(draft, value));
    }
    removeUnknown(draft, self);
    const restored: string[] = [];
    for (const { value } of draft.by(agentChecks, 'node', agentNodeKey(node))) {
      const { check, type } = value;
      if (draft.get(checks, checkKey(localTenancy, node, check.CheckID)) !== undefined) continue;
      const found = { Status: type?.Status || 'critical', Output: '', Definition: {} };
      placeCheck(draft, localTenancy, node, { ...check, ...found });
      restored.push(check.CheckID);
    }
    return { writes: draft.writes, reply: restored };
  },
});

// Whoever registers something on an agent's node, or restores it there, has to register it with the agent.
function removeUnknown(
  draft: Draft,
  { node: { Node: node }, service, checks: own = [] }: SyncAgent,
): void {
  const agent = agentNodeKey(node);
  const onNode = rowKey(localTenancy, node);
  const serviceIds = new Set([service?.ID]);
  for (const { value } of draft.by(agentServices, 'node', agent)) serviceIds.add(value.service.ID);
  for (const row of draft.by(services, 'node', onNode)) {
    if (!serviceIds.has(row.value.service.ID)) removeService(draft, row);
  }
  const checkIds = new Set(own.map(({ CheckID }) => CheckID));
  for (const { value } of draft.by(agentChecks, 'node', agent)) checkIds.add(value.check.CheckID);
  for (const row of draft.by(checks, 'node', onNode)) {
    if (!checkIds.has(row.value.check.CheckID)) removeCheck(draft, row);
  }
}

// A server that stands alone measures nothing; others say where they are from here.
function placeAtOrigin(draft: Draft, node: string): void {
  if (draft.by(coordinates, 'node', rowKey(localTenancy, node)).length > 0) return;
  draft.put(coordinates, { tenancy: localTenancy, node, segment: '', coordinate: ORIGIN });
}

// Where the registration allows it, tags that were given in the catalog stay.
function instanceOf(draft: Draft, { node, service }: AgentServiceRow): NodeService {
  if (!service.EnableTagOverride) return service;
  const present = draft.get(services, serviceKey(localTenancy, node, service.ID));
  return present === undefined ? service : { ...service, Tags: present.value.service.Tags };
}
