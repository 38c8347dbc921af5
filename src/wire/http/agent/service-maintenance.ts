// SPDX-License-Identifier: Apache-2.0
import { setMaintenance } from '../../../commands/set-maintenance.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { maintenanceOf } from './maintenance-query.ts';

/** PUT /v1/agent/service/maintenance/:id?enable=…&reason=…: takes a service out of use or back into it. */
export const serviceMaintenanceEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/service/maintenance/:id',
  permission: { resource: 'service', access: 'write', of: 'id' },
  handle: async (request, context) => {
    const { id: serviceId = '' } = request.params;
    if (serviceId === '') throw new Refusal('invalid-argument', 'Missing service ID');
    const maintenance = maintenanceOf(request);
    checkTenancy(request);
    const node = context.agent.nodeName;
    await context.issue(setMaintenance, { node, serviceId, ...maintenance, nowMs: context.now() });
    return {};
  },
});
