// SPDX-License-Identifier: Apache-2.0
import { deletePreparedQuery } from '../../../commands/delete-prepared-query.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter } from '../read-options.ts';

/** DELETE /v1/query/:id: removes a query. */
export const deleteEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/query/:id',
  permission: { resource: 'query', access: 'write' },
  handle: async (request, context) => {
    checkDatacenter(request, context);
    await context.issue(deletePreparedQuery, request.params['id'] ?? '');
    return {};
  },
});
