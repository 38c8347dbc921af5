// SPDX-License-Identifier: Apache-2.0
import { putLegacyIntention } from '../../../../commands/put-legacy-intention.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkTenancy } from '../../read-options.ts';
import { readIntention, readLegacyIntention, refuseBadId } from './legacy-body.ts';

/** PUT /v1/connect/intentions/:id: changes an intention that has an id of its own. */
export const updateEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/connect/intentions/:id',
  permission: { resource: 'intention', access: 'write', of: 'DestinationName' },
  handle: async (request, context) => {
    checkTenancy(request);
    const { id = '' } = request.params;
    const intention = await readLegacyIntention(request, readIntention);
    refuseBadId(id);
    const now = new Date(context.now()).toISOString();
    await context.issue(putLegacyIntention, { id, intention, isUpdate: true, now });
    return { json: { ID: id } };
  },
});
