// SPDX-License-Identifier: Apache-2.0
import { registerAgentService } from '../../../commands/register-agent-service.ts';
import { serviceDefinitionShape } from '../../../model/agent/service-definition.ts';
import { serviceRegistrationOf } from '../../../model/agent/service-registration.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { readShape } from '../json.ts';

/**
 * PUT /v1/agent/service/register: registers a service, its checks and its nested sidecar with this agent.
 * ?replace-existing-checks removes the checks that the body doesn't name.
 */
export const serviceRegisterEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/service/register',
  permission: { resource: 'service', access: 'write', of: 'Name' },
  handle: async (request, context) => {
    checkTenancy(request);
    const definition = await readShape(request, serviceDefinitionShape);
    const replace = request.query.get('replace-existing-checks');
    await context.issue(registerAgentService, {
      node: context.agent.nodeName,
      source: 'api',
      sidecarPorts: context.localAgent.sidecarPorts,
      nowMs: context.now(),
      registration: serviceRegistrationOf(definition, context.localAgent.allowedChecks),
      replaceChecks: replace === '' || replace === 'true',
    });
    return {};
  },
});
