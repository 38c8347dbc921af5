// SPDX-License-Identifier: Apache-2.0
// What is registered with an agent is two rows, decided together: the agent's own, which says how it is
// to be run, and the catalog's, which says how it is. In: registrations that were validated. Out: writes
// in a draft; none for what is registered so already.
import type { CheckType } from '../model/agent/check-type.ts';
import { serviceCheckOf } from '../model/agent/check-registration.ts';
import type {
  AgentCheckRow,
  AgentServiceRow,
  CheckIdentity,
  RegistrationSource,
} from '../model/agent/registration.ts';
import { withTaggedAddresses } from '../model/agent/service-definition.ts';
import type { ServiceRegistration } from '../model/agent/service-registration.ts';
import {
  defaultSidecarChecks,
  type PortRange,
  sidecarIdOf,
  sidecarPort,
} from '../model/agent/sidecar.ts';
import { unknownCheck, unknownService } from '../model/agent/unknown.ts';
import type { NodeService } from '../model/catalog/service.ts';
import { structurallyEqual } from '../model/equal.ts';
import { Refusal } from '../model/refusal.ts';
import { localTenancy } from '../model/tenancy.ts';
import type { Row } from '../state/table.ts';
import { agentCheckKey, agentChecks, agentChecksOf } from '../state/tables/agent-checks.ts';
import { agentNodeKey, agentServiceKey, agentServices } from '../state/tables/agent-services.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import { placeCheck } from './check-rows.ts';
import type { Draft } from './draft.ts';
import { placeService, removeService } from './service-rows.ts';
import { removeCheck } from './session-rows.ts';

/** What every registration of a node's agent shares. */
export interface AgentOf {
  readonly node: string;
  readonly source: RegistrationSource;
  readonly sidecarPorts: PortRange;
  /** Milliseconds since the epoch: TTLs count from it. */
  readonly nowMs: number;
}

/**
 * Registers a service, its checks and its sidecar; checks that it had stay unless `replaceChecks`. Returns
 * the keys of all these checks.
 */
export function placeAgentService(
  draft: Draft,
  agent: AgentOf,
  registration: ServiceRegistration,
  replaceChecks: boolean,
): readonly string[] {
  const { service, checks: types, sidecar } = registration;
  const checkKeys = placeInstance(draft, agent, service, types, replaceChecks);
  if (sidecar === undefined) return checkKeys;
  const port = sidecar.service.Port || portFor(draft, agent, sidecar.service.ID);
  const proxy = { ...sidecar.service, Port: port };
  const proxyChecks = sidecar.checks.length > 0 ? sidecar.checks : defaultSidecarChecks(proxy);
  const ofProxy = placeInstance(draft, agent, proxy, proxyChecks, replaceChecks, service.ID);
  return [...checkKeys, ...ofProxy];
}

/** Registers one check; its status and output stay what they are when it is known already. */
export function placeAgentCheck(
  draft: Draft,
  agent: Pick<AgentOf, 'node' | 'source' | 'nowMs'>,
  identity: CheckIdentity,
  type: CheckType | undefined,
): void {
  const { node, source, nowMs } = agent;
  const check = { ...identity, ...ownerOf(draft, node, identity.ServiceID) };
  const present = draft.get(agentChecks, agentCheckKey(node, check.CheckID))?.value;
  const isTtl = type !== undefined && (type.TTL ?? 0) > 0;
  const row: AgentCheckRow = {
    node,
    check,
    ...(type === undefined ? {} : { type }),
    source,
    ...(isTtl ? { heardMs: present?.heardMs ?? nowMs } : {}),
  };
  if (!structurallyEqual(present, row)) draft.put(agentChecks, row);
  const found = draft.get(checks, checkKey(localTenancy, node, check.CheckID))?.value.check;
  const { Status, Output } = found ?? { Status: type?.Status || 'critical', Output: '' };
  placeCheck(draft, localTenancy, node, { ...check, Status, Output, Definition: {} });
}

/** Removes a service with its checks and the sidecar that it nested. */
export function removeAgentService(draft: Draft, row: Row<AgentServiceRow>): void {
  const { node, service } = row.value;
  for (const check of draft.by(agentChecks, 'instance', agentChecksOf(node, service.ID))) {
    removeAgentCheck(draft, check);
  }
  draft.remove(agentServices, row);
  const instance = draft.get(services, serviceKey(localTenancy, node, service.ID));
  if (instance !== undefined) removeService(draft, instance);
  const sidecar = draft.get(agentServices, agentServiceKey(node, sidecarIdOf(service.ID)));
  if (sidecar?.value.sidecarOf === service.ID) removeAgentService(draft, sidecar);
}

export function removeAgentCheck(draft: Draft, row: Row<AgentCheckRow>): void {
  draft.remove(agentChecks, row);
  const { node, check } = row.value;
  const found = draft.get(checks, checkKey(localTenancy, node, check.CheckID));
  if (found !== undefined) removeCheck(draft, found);
}

/** The row of a registered service; Refusal 404 when there is none. */
export function agentServiceRow(draft: Draft, node: string, id: string): Row<AgentServiceRow> {
  const row = draft.get(agentServices, agentServiceKey(node, id));
  // Tables find ids in any case; Consul's agent doesn't.
  if (row?.value.service.ID !== id) throw unknownService(id);
  return row;
}

/** The row of a registered check; Refusal 404 when there is none. */
export function agentCheckRow(draft: Draft, node: string, id: string): Row<AgentCheckRow> {
  const row = draft.get(agentChecks, agentCheckKey(node, id));
  if (row?.value.check.CheckID !== id) throw unknownCheck(id);
  return row;
}

function placeInstance(
  draft: Draft,
  agent: AgentOf,
  registered: NodeService,
  types: readonly CheckType[],
  replaceChecks: boolean,
  sidecarOf?: string,
): readonly string[] {
  const { node, source } = agent;
  const service = withTaggedAddresses(registered);
  const row = { node, service, source, ...(sidecarOf === undefined ? {} : { sidecarOf }) };
  const present = draft.get(agentServices, agentServiceKey(node, service.ID));
  if (!structurallyEqual(present?.value, row)) draft.put(agentServices, row);
  placeService(draft, localTenancy, node, service);
  const checkKeys = types.map((type, index) => {
    const check = serviceCheckOf(type, service, node, index, types.length);
    placeAgentCheck(draft, agent, check, type);
    return agentCheckKey(node, check.CheckID);
  });
  if (!replaceChecks) return checkKeys;
  for (const old of draft.by(agentChecks, 'instance', agentChecksOf(node, service.ID))) {
    if (!checkKeys.includes(old.key)) removeAgentCheck(draft, old);
  }
  return checkKeys;
}

function portFor(draft: Draft, { node, sidecarPorts }: AgentOf, id: string): number {
  const others = draft.by(agentServices, 'node', agentNodeKey(node));
  return sidecarPort(
    id,
    others.map((other) => other.value.service),
    sidecarPorts,
  );
}

function ownerOf(
  draft: Draft,
  node: string,
  serviceId: string,
): Pick<CheckIdentity, 'ServiceName' | 'ServiceTags'> {
  if (serviceId === '') return { ServiceName: '', ServiceTags: [] };
  const owner = draft.get(agentServices, agentServiceKey(node, serviceId))?.value.service;
  if (owner === undefined) {
    throw new Refusal('not-found', `ServiceID ${JSON.stringify(serviceId)} does not exist`);
  }
  return { ServiceName: owner.Service, ServiceTags: owner.Tags ?? [] };
}
