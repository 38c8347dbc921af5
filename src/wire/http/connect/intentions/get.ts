// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { indexedIdError } from '../../../../model/uuid.ts';
import { intentionById } from '../../../../views/intentions/list.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../../read-options.ts';
import { NOT_FOUND } from './ends.ts';

/** GET /v1/connect/intentions/:id: an intention that has an id of its own. */
export const getEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/:id',
  permission: { resource: 'none', filteredBy: ['intention'] },
  handle: (request, context) => {
    checkTenancy(request);
    const { id = '' } = request.params;
    if (id === '') return NOT_FOUND;
    const problem = indexedIdError(id);
    if (problem !== undefined) {
      const text = `failed config entry lookup: index error: ${problem}`;
      throw new Refusal('invalid-argument', text);
    }
    checkDatacenter(request, context);
    const { value } = context.views.get(intentionById, id);
    return value === undefined ? NOT_FOUND : { json: value };
  },
});
