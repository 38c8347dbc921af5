// SPDX-License-Identifier: Apache-2.0
import { deleteLegacyIntention } from '../../../../commands/delete-legacy-intention.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseBadId } from './legacy-body.ts';

/** DELETE /v1/connect/intentions/:id: removes an intention that has an id of its own. */
export const deleteEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/connect/intentions/:id',
  permission: { resource: 'intention', access: 'write', of: 'id' },
  handle: async (request, context) => {
    const { id = '' } = request.params;
    if (id === '') throw new Refusal('permission-denied', 'Permission denied');
    refuseBadId(id);
    await context.issue(deleteLegacyIntention, id);
    return { json: true };
  },
});
