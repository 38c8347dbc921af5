// SPDX-License-Identifier: Apache-2.0
import { serverHealth } from '../../../model/operator/server.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/operator/autopilot/health: whether the servers are well; one that can answer is. */
export const autopilotHealthEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/autopilot/health',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: serverHealth(context.self, context.operator.facts()) };
  },
});
