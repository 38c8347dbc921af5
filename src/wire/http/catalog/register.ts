// SPDX-License-Identifier: Apache-2.0
import { registerCatalog } from '../../../commands/register-catalog.ts';
import { refusePeerName } from '../../../model/catalog/register-request.ts';
import { registerRequestShape } from '../../../model/catalog/register-shape.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readTenantless } from '../json.ts';
import { checkDatacenterName, checkTenancy } from '../read-options.ts';

/** PUT /v1/catalog/register: registers a node, a service and checks with the catalog alone. */
export const registerEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/catalog/register',
  permission: { resource: 'node', access: 'write', of: 'Node' },
  handle: async (request, context) => {
    checkTenancy(request);
    const body = await readTenantless(request, registerRequestShape);
    refusePeerName(body);
    checkDatacenterName(body.Datacenter ?? '', context);
    await context.issue(registerCatalog, { request: body, datacenter: context.agent.datacenter });
    return { json: true };
  },
});
