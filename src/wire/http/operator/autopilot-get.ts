// SPDX-License-Identifier: Apache-2.0
import { autopilotConfig } from '../../../views/operator/autopilot.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/operator/autopilot/configuration: how servers are looked after. */
export const autopilotGetEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/autopilot/configuration',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: context.views.get(autopilotConfig, null).value };
  },
});
