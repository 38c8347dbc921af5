// SPDX-License-Identifier: Apache-2.0
import { autopilotState } from '../../../model/operator/server.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/operator/autopilot/state: the servers, who leads and who votes. */
export const autopilotStateEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/autopilot/state',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: autopilotState(context.self, context.operator.facts()) };
  },
});
