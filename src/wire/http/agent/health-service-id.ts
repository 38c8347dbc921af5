// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { agentServiceHealth } from '../../../views/agent/service-health.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { codeOf, healthReply, newestHealth } from './health-reply.ts';

/** GET /v1/agent/health/service/id/:id: how a service of this agent is; 200, 429 or 503. */
export const healthServiceIdEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/health/service/id/:id',
  permission: { resource: 'service', access: 'read', of: 'id' },
  handle: (request, context) => {
    const { id = '' } = request.params;
    // A client error, but this is the status that Consul has for it.
    if (id === '') throw new Refusal('rpc-error', 'Missing serviceID');
    checkTenancy(request);
    const key = { node: context.agent.nodeName, id };
    const health = context.views.get(agentServiceHealth, key).value;
    // Tables find ids in any case; Consul's agent doesn't.
    if (health?.Service?.ID !== id) {
      const nothing = { AggregatedStatus: 'critical', Service: null, Checks: null };
      return healthReply(request, 404, `ServiceId ${id} not found`, nothing);
    }
    const status = health.AggregatedStatus;
    const newest = newestHealth(health, context.localAgent);
    return healthReply(request, codeOf(status), status, newest);
  },
});
