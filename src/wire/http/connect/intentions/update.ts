// SPDX-License-Identifier: Apache-2.0
import { putLegacyIntention } from '../../../../commands/put-legacy-intention.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { indexedIdError } from '../../../../model/uuid.ts';
import { intentionById } from '../../../../views/intentions/list.ts';
import type { HttpContext } from '../../context.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../../read-options.ts';
import { readLegacyIntention } from './legacy-body.ts';

/** PUT /v1/connect/intentions/:id: changes an intention that has an id of its own. */
export const updateEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/connect/intentions/:id',
  permission: { resource: 'intention', access: 'write', of: 'DestinationName' },
  handle: async (request, context) => {
    checkTenancy(request);
    const { id = '' } = request.params;
    const { bodyId: _, ...intention } = await readLegacyIntention(request, context, () =>
      checkIsThere(id, context),
    );
    checkDatacenter(request, context);
    await context.issue(putLegacyIntention, { ...intention, id, isUpdate: true });
    return { json: { ID: id } };
  },
});

// Whether there is one still counts when it is written; asked here, for what Consul says first.
function checkIsThere(id: string, { views }: HttpContext): void {
  const problem = indexedIdError(id);
  if (problem !== undefined) {
    const text = `Intention lookup failed: failed config entry lookup: index error: ${problem}`;
    throw new Refusal('rpc-error', text);
  }
  if (views.get(intentionById, id).value === undefined) {
    throw new Refusal('rpc-error', `Cannot modify non-existent intention: '${id}'`);
  }
}
