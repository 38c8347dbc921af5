// SPDX-License-Identifier: Apache-2.0
import { resolvedExports } from '../../../views/exports/resolved.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { readAnyway } from './read-anyway.ts';

/** GET /v1/exported-services: what goes to which peers, wildcards expanded. */
export const exportedServicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/exported-services',
  permission: { resource: 'mesh', access: 'read' },
  handle: (request, context) => {
    checkTenancy(request, false);
    return readAnyway(request, context, async (options) => {
      const { value, revision } = await readBlocking(
        request,
        context,
        resolvedExports,
        null,
        options,
      );
      return { json: value, index: revision };
    });
  },
});
