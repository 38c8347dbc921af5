// SPDX-License-Identifier: Apache-2.0
import { setMaintenance } from '../../../commands/set-maintenance.ts';
import { defineEndpoint } from '../endpoint.ts';
import { maintenanceOf } from './maintenance-query.ts';

/** PUT /v1/agent/maintenance?enable=…&reason=…: takes this node out of use or back into it. */
export const maintenanceEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/maintenance',
  permission: { resource: 'node', access: 'write' },
  handle: async (request, context) => {
    const maintenance = maintenanceOf(request);
    const node = context.agent.nodeName;
    await context.issue(setMaintenance, { node, ...maintenance, nowMs: context.now() });
    return {};
  },
});
