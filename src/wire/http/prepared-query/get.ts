// SPDX-License-Identifier: Apache-2.0
import { idError } from '../../../model/prepared-query/id.ts';
import { Refusal } from '../../../model/refusal.ts';
import { preparedQueryById } from '../../../views/prepared-query/read.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';
import { NOT_FOUND } from './resolved.ts';

/** GET /v1/query/:id: one by its id, as a list of one. */
export const getEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/query/:id',
  permission: { resource: 'none', filteredBy: ['query'] },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const options = readOptions(request, context);
    const { id = '' } = request.params;
    const problem = idError(id);
    if (problem !== undefined) throw new Refusal('rpc-error', problem);
    const { value, revision } = await readBlocking(
      request,
      context,
      preparedQueryById,
      id,
      options,
    );
    if (value.length === 0) return NOT_FOUND;
    return { json: value, index: revision, consistency: options.consistency };
  },
});
