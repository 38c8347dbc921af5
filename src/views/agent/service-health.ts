// SPDX-License-Identifier: Apache-2.0
import type { AgentService } from '../../model/agent/agent-service.ts';
import { aggregateStatus, type HealthCheck } from '../../model/catalog/check.ts';
import { agentChecks, agentChecksOf } from '../../state/tables/agent-checks.ts';
import { agentServiceKey } from '../../state/tables/agent-services.ts';
import { defineView } from '../engine/view.ts';
import { withStatus } from './checks.ts';
import { agentService, type AgentServiceKey } from './service.ts';
import { agentServicesOfNode } from './services.ts';

/** How one of an agent's services is, by its own checks and those of the node. */
export interface AgentServiceHealth {
  readonly AggregatedStatus: string;
  readonly Service: AgentService | null;
  readonly Checks: readonly LocalCheck[] | null;
}

/** A check as these answers show it: neither its kind nor what it does is told. */
export interface LocalCheck extends Omit<
  HealthCheck,
  'Interval' | 'Timeout' | 'ServiceTags' | 'Definition'
> {
  readonly ServiceTags: readonly string[] | null;
  readonly Definition: typeof NO_DEFINITION;
  readonly CreateIndex: 0;
  readonly ModifyIndex: 0;
}

const NO_DEFINITION = Object.freeze({
  Interval: '0s',
  Timeout: '0s',
  DeregisterCriticalServiceAfter: '0s',
  HTTP: '',
  Header: null,
  Method: '',
  Body: '',
  TLSServerName: '',
  TLSSkipVerify: false,
  TCP: '',
  TCPUseTLS: false,
  UDP: '',
  GRPC: '',
  OSService: '',
  GRPCUseTLS: false,
});

/** The health of one service; undefined when the agent has no such service. */
export const agentServiceHealth = defineView<AgentServiceKey, AgentServiceHealth | undefined>({
  name: 'agent/service-health',
  key: ({ node, id }) => agentServiceKey(node, id),
  compute: (read, { node, id }) => {
    const service = read.view(agentService, { node, id });
    if (service === undefined) return undefined;
    const rows = [
      ...read.by(agentChecks, 'instance', agentChecksOf(node, '')),
      ...read.by(agentChecks, 'instance', agentChecksOf(node, id)),
    ];
    const all = rows.map((row) => withStatus(read, row.value));
    return {
      AggregatedStatus: aggregateStatus(all),
      Service: service,
      Checks: all.map(localCheck),
    };
  },
});

export interface AgentServiceNameKey {
  readonly node: string;
  readonly name: string;
}

/** The health of every service of a name that the agent has, by id. */
export const agentServicesHealth = defineView<AgentServiceNameKey, readonly AgentServiceHealth[]>({
  name: 'agent/services-health',
  // Names are asked for exactly, unlike the keys of rows.
  key: ({ node, name }) => `${node}/${name}`,
  compute: (read, { node, name }) => {
    return Object.values(read.view(agentServicesOfNode, node))
      .filter(({ Service }) => Service === name)
      .map(({ ID }) => read.view(agentServiceHealth, { node, id: ID }))
      .filter((health) => health !== undefined);
  },
});

function localCheck(check: HealthCheck): LocalCheck {
  const { Interval: _interval, Timeout: _timeout, Definition: _definition, ...rest } = check;
  return {
    ...rest,
    ServiceTags: rest.ServiceTags.length === 0 ? null : rest.ServiceTags,
    Type: '',
    Definition: NO_DEFINITION,
    CreateIndex: 0,
    ModifyIndex: 0,
  };
}
