// SPDX-License-Identifier: Apache-2.0
import { resolvedExports } from '../../../views/exports/resolved.ts';
import { replyBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';

/** GET /v1/exported-services: what goes to which peers, wildcards expanded. */
export const exportedServicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/exported-services',
  permission: { resource: 'mesh', access: 'read' },
  handle: (request, context) => {
    checkTenancy(request, false);
    return replyBlocking(request, context, resolvedExports, null);
  },
});
