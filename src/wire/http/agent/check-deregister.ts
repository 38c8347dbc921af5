// SPDX-License-Identifier: Apache-2.0
import { deregisterAgentCheck } from '../../../commands/deregister-agent-check.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';

/** PUT /v1/agent/check/deregister/:id: removes a check. */
export const checkDeregisterEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/check/deregister/:id',
  permission: { resource: 'service', access: 'write', of: 'id' },
  handle: async (request, context) => {
    checkTenancy(request);
    const { id = '' } = request.params;
    await context.issue(deregisterAgentCheck, { node: context.agent.nodeName, id });
    return {};
  },
});
