// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { agentServicesHealth } from '../../../views/agent/service-health.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { codeOf, healthReply, newestHealth } from './health-reply.ts';

/** GET /v1/agent/health/service/name/:name: how this agent's services of a name are; the code is that of the worst. */
export const healthServiceNameEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/health/service/name/:name',
  permission: { resource: 'service', access: 'read', of: 'name' },
  handle: (request, context) => {
    const { name = '' } = request.params;
    // A client error, but this is the status that Consul has for it.
    if (name === '') throw new Refusal('rpc-error', 'Missing service Name');
    checkTenancy(request);
    const key = { node: context.agent.nodeName, name };
    const found = context.views.get(agentServicesHealth, key).value;
    const [worst] = found
      .map((health) => health.AggregatedStatus)
      .sort((a, b) => codeOf(b) - codeOf(a));
    if (worst === undefined) {
      return healthReply(request, 404, `ServiceName ${name} Not Found`, found);
    }
    const newest = found.map((health) => newestHealth(health, context.localAgent));
    return healthReply(request, codeOf(worst), worst, newest);
  },
});
