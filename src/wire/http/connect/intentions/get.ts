// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { intentionById } from '../../../../views/intentions/list.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readOptions } from '../../read-options.ts';
import { NOT_FOUND } from './ends.ts';
import { legacyIdError } from './legacy-body.ts';

/** GET /v1/connect/intentions/:id: an intention that has an id of its own. */
export const getEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/:id',
  permission: { resource: 'none', filteredBy: ['intention'] },
  handle: (request, context) => {
    readOptions(request, context);
    const { id = '' } = request.params;
    if (id === '') return NOT_FOUND;
    const problem = legacyIdError(id);
    if (problem !== undefined) throw new Refusal('invalid-argument', problem);
    const { value } = context.views.get(intentionById, id);
    return value === undefined ? NOT_FOUND : { json: value };
  },
});
