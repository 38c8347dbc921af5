// SPDX-License-Identifier: Apache-2.0
import { NODE_MAINTENANCE, SERVICE_MAINTENANCE_PREFIX } from '../model/catalog/check.ts';
import { agentCheckKey, agentChecks } from '../state/tables/agent-checks.ts';
import { agentServiceRow, placeAgentCheck, removeAgentCheck } from './agent-rows.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface SetMaintenance {
  readonly node: string;
  /** Absent for the whole node. */
  readonly serviceId?: string;
  readonly isOn: boolean;
  /** For people; '' leaves a default text. */
  readonly reason: string;
  readonly nowMs: number;
}

/** Takes a service or the node out of use, or back into it, by a critical check that says why. */
export const setMaintenance = defineCommand<SetMaintenance>({
  name: 'set-maintenance',
  decide: (read, { node, serviceId, isOn, reason, nowMs }) => {
    const draft = new Draft(read);
    if (serviceId !== undefined) agentServiceRow(draft, node, serviceId);
    const CheckID =
      serviceId === undefined ? NODE_MAINTENANCE : `${SERVICE_MAINTENANCE_PREFIX}${serviceId}`;
    const mark = draft.get(agentChecks, agentCheckKey(node, CheckID));
    if (!isOn && mark !== undefined) removeAgentCheck(draft, mark);
    if (isOn && mark === undefined) {
      const what = serviceId === undefined ? 'node' : 'service';
      const check = {
        Node: node,
        CheckID,
        Name: serviceId === undefined ? 'Node Maintenance Mode' : 'Service Maintenance Mode',
        Notes: reason === '' ? defaultReason(what) : reason,
        ServiceID: serviceId ?? '',
        ServiceName: '',
        ServiceTags: [],
        Type: 'maintenance',
        Interval: '',
        Timeout: '',
        ExposedPort: 0,
      };
      placeAgentCheck(draft, { node, source: 'api', nowMs }, check, undefined);
    }
    return { writes: draft.writes, reply: undefined };
  },
});

const defaultReason = (what: 'node' | 'service'): string =>
  `Maintenance mode is enabled for this ${what}, but no reason was provided. This is a default message.`;
