// SPDX-License-Identifier: Apache-2.0
import { deregisterAgentService } from '../../../commands/deregister-agent-service.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';

/** PUT /v1/agent/service/deregister/:id: removes a service with its checks and its nested sidecar. */
export const serviceDeregisterEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/service/deregister/:id',
  permission: { resource: 'service', access: 'write', of: 'id' },
  handle: async (request, context) => {
    checkTenancy(request);
    const { id = '' } = request.params;
    await context.issue(deregisterAgentService, { node: context.agent.nodeName, id });
    return {};
  },
});
