// SPDX-License-Identifier: Apache-2.0
import type { AgentCheckRow } from '../../model/agent/registration.ts';
import type { HealthCheck } from '../../model/catalog/check.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { agentChecks } from '../../state/tables/agent-checks.ts';
import { agentNodeKey } from '../../state/tables/agent-services.ts';
import { checkKey, checks } from '../../state/tables/checks.ts';
import { defineView, type ViewRead } from '../engine/view.ts';

/** A check as the agent shows it, which counts no revisions. */
export interface AgentCheck extends HealthCheck {
  readonly CreateIndex: 0;
  readonly ModifyIndex: 0;
}

/** Every check that is registered with a node's agent, by id. */
export const agentChecksOfNode = defineView<string, Readonly<Record<string, AgentCheck>>>({
  name: 'agent/checks',
  key: agentNodeKey,
  compute: (read, node) => {
    const rows = read.by(agentChecks, 'node', agentNodeKey(node));
    return Object.fromEntries(rows.map(({ value }) => [value.check.CheckID, shown(read, value)]));
  },
});

/** A check of an agent with what is known of it. */
export function withStatus(read: ViewRead, { node, check }: AgentCheckRow): HealthCheck {
  const found = read.get(checks, checkKey(localTenancy, node, check.CheckID))?.value.check;
  const { Status, Output } = found ?? { Status: 'critical', Output: '' };
  return { ...check, Status, Output, Definition: {} };
}

function shown(read: ViewRead, row: AgentCheckRow): AgentCheck {
  return { ...withStatus(read, row), CreateIndex: 0, ModifyIndex: 0 };
}
