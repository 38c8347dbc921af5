// SPDX-License-Identifier: Apache-2.0
import { selfAnswer } from '../../../../model/agent/self.ts';
import { type AgentFacts, statsOf } from '../../../../model/agent/stats.ts';
import { agentChecksOfNode } from '../../../../views/agent/checks.ts';
import { agentServicesOfNode } from '../../../../views/agent/services.ts';
import type { HttpContext } from '../../context.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** GET /v1/agent/self: version, ports and settings of this agent, and figures of what it does. */
export const selfEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/self',
  permission: { resource: 'agent', access: 'read' },
  handle: (_request, context) => {
    return { json: selfAnswer(context.self, statsOf(context.self, factsOf(context))) };
  },
});

function factsOf({ self, views, events, operator, runtime }: HttpContext): AgentFacts {
  const services = views.get(agentServicesOfNode, self.nodeName).value;
  const checks = Object.values(views.get(agentChecksOfNode, self.nodeName).value);
  const count = (type: string): number => checks.filter(({ Type }) => Type === type).length;
  return {
    revision: operator.facts().revision,
    services: Object.keys(services).length,
    checks: checks.length,
    monitors: count('script'),
    ttls: count('ttl'),
    eventTime: (events.events.at(-1)?.LTime ?? 0) + 1,
    runtime: runtime(),
  };
}
