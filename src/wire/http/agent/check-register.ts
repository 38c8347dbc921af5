// SPDX-License-Identifier: Apache-2.0
import { registerAgentCheck } from '../../../commands/register-agent-check.ts';
import { checkRegistrationOf } from '../../../model/agent/check-registration.ts';
import { checkDefinitionShape } from '../../../model/agent/check-type.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { readShape } from '../json.ts';

/** PUT /v1/agent/check/register: registers a check with this agent, of one of its services or of the node. */
export const checkRegisterEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/check/register',
  permission: { resource: 'service', access: 'write', of: 'ServiceID' },
  handle: async (request, context) => {
    checkTenancy(request);
    const definition = await readShape(request, checkDefinitionShape);
    const node = context.agent.nodeName;
    await context.issue(registerAgentCheck, {
      node,
      source: 'api',
      nowMs: context.now(),
      registration: checkRegistrationOf(definition, node, context.localAgent.allowedChecks),
    });
    return {};
  },
});
