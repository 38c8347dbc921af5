// SPDX-License-Identifier: Apache-2.0
import { agentServicesOfNode } from '../../../views/agent/services.ts';
import { defineEndpoint } from '../endpoint.ts';
import { refuseFilter } from '../filters.ts';
import { checkTenancy } from '../read-options.ts';

/** GET /v1/agent/services: what is registered with this agent, by id. */
export const servicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/services',
  permission: { resource: 'none', filteredBy: ['service'] },
  handle: (request, context) => {
    checkTenancy(request);
    refuseFilter(request);
    return { json: context.views.get(agentServicesOfNode, context.agent.nodeName).value };
  },
});
