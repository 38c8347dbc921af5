// SPDX-License-Identifier: Apache-2.0
import type { CheckToRun, KnownCheck } from '../../model/agent/check-running.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { agentCheckKey, agentChecks } from '../../state/tables/agent-checks.ts';
import { agentNodeKey } from '../../state/tables/agent-services.ts';
import { checkKey, checks } from '../../state/tables/checks.ts';
import { defineView } from '../engine/view.ts';

/** The checks that a node's agent has to run; what they find out is not part of it. */
export const checksToRun = defineView<string, readonly CheckToRun[]>({
  name: 'agent/checks-to-run',
  key: agentNodeKey,
  compute: (read, node) =>
    read.by(agentChecks, 'node', agentNodeKey(node)).flatMap(({ value: { check, type } }) => {
      return type === undefined ? [] : [{ id: check.CheckID, type, serviceId: check.ServiceID }];
    }),
});

export interface KnownCheckKey {
  readonly node: string;
  readonly id: string;
}

/** What is known of a check; undefined when the agent has no such check. */
export const knownCheck = defineView<KnownCheckKey, KnownCheck | undefined>({
  name: 'agent/known-check',
  key: ({ node, id }) => agentCheckKey(node, id),
  compute: (read, { node, id }) => {
    const row = read.get(agentChecks, agentCheckKey(node, id))?.value;
    if (row === undefined) return undefined;
    const found = read.get(checks, checkKey(localTenancy, node, id))?.value.check;
    return {
      status: found?.Status ?? 'critical',
      output: found?.Output ?? '',
      ...(row.heardMs === undefined ? {} : { heardMs: row.heardMs }),
    };
  },
});
