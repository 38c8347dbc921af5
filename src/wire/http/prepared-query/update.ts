// SPDX-License-Identifier: Apache-2.0
import { putPreparedQuery } from '../../../commands/put-prepared-query.ts';
import { queryOf, queryShape } from '../../../model/prepared-query/query.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { checkDatacenter } from '../read-options.ts';

/** PUT /v1/query/:id: replaces a query. */
export const updateEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/query/:id',
  permission: { resource: 'query', access: 'write', of: 'Name' },
  handle: async (request, context) => {
    // A body that is not announced is none, as in Consul.
    const isWritten = (request.declaredBytes ?? 0) > 0;
    const written = isWritten ? await readShape(request, queryShape) : {};
    checkDatacenter(request, context);
    const { id = '' } = request.params;
    await context.issue(putPreparedQuery, { query: queryOf(written, id), replaces: true });
    return {};
  },
});
