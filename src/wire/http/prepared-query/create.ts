// SPDX-License-Identifier: Apache-2.0
import { putPreparedQuery } from '../../../commands/put-prepared-query.ts';
import { queryOf, queryShape } from '../../../model/prepared-query/query.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readShape } from '../json.ts';
import { checkDatacenter } from '../read-options.ts';

/** POST /v1/query: keeps a query; answers its id. */
export const createEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/query',
  permission: { resource: 'query', access: 'write', of: 'Name' },
  handle: async (request, context) => {
    const written = await readShape(request, queryShape);
    checkDatacenter(request, context);
    if ((written.ID ?? '') !== '') {
      throw new Refusal('rpc-error', 'ID must be empty when creating a new prepared query');
    }
    const id = context.newId();
    await context.issue(putPreparedQuery, { query: queryOf(written, id), replaces: false });
    return { json: { ID: id } };
  },
});
