// SPDX-License-Identifier: Apache-2.0
import { serviceFields } from '../../../model/filter/fields/service.ts';
import { filteredByName } from '../../../model/filter/filter.ts';
import { agentServicesOfNode } from '../../../views/agent/services.ts';
import { defineEndpoint } from '../endpoint.ts';
import { filterOf } from '../filters.ts';
import { checkTenancy } from '../read-options.ts';

/** GET /v1/agent/services: what is registered with this agent, by id. */
export const servicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/services',
  permission: { resource: 'none', filteredBy: ['service'] },
  handle: (request, context) => {
    checkTenancy(request);
    const filter = filterOf(request, serviceFields);
    const { value } = context.views.get(agentServicesOfNode, context.agent.nodeName);
    return { json: filteredByName(value, filter) };
  },
});
