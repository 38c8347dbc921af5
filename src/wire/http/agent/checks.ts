// SPDX-License-Identifier: Apache-2.0
import { checkFields } from '../../../model/filter/fields/check.ts';
import { filteredByName } from '../../../model/filter/filter.ts';
import { type AgentCheck, agentChecksOfNode } from '../../../views/agent/checks.ts';
import { defineEndpoint } from '../endpoint.ts';
import { filterWhenRead } from '../filters.ts';
import { checkTenancy } from '../read-options.ts';
import type { LocalAgent } from './local-agent.ts';
import { withNewestOutput } from './newest-output.ts';

/** GET /v1/agent/checks: the checks that are registered with this agent, by id, with their newest outputs. */
export const checksEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/checks',
  permission: { resource: 'none', filteredBy: ['node', 'service'] },
  handle: (request, context) => {
    checkTenancy(request);
    const { value } = context.views.get(agentChecksOfNode, context.agent.nodeName);
    const newest = withNewestOutputs(value, context.localAgent);
    const filter = filterWhenRead(request, checkFields, Object.keys(newest).length > 0);
    return { json: filteredByName(newest, filter) };
  },
});

type Checks = Readonly<Record<string, AgentCheck>>;

// The same object when there is nothing newer, so that its bytes are shared.
function withNewestOutputs(checks: Checks, agent: LocalAgent): Checks {
  const entries = Object.entries(checks);
  const newest = entries.map(([id, check]) => [id, withNewestOutput(check, agent)] as const);
  const isNewer = newest.some(([, check], i) => check !== entries[i]?.[1]);
  return isNewer ? Object.fromEntries(newest) : checks;
}
