// SPDX-License-Identifier: Apache-2.0
import { putLegacyIntention } from '../../../../commands/put-legacy-intention.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../../read-options.ts';
import { readLegacyIntention } from './legacy-body.ts';

/** POST /v1/connect/intentions: makes an intention with an id of its own; answers the id. */
export const createEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/connect/intentions',
  permission: { resource: 'intention', access: 'write', of: 'DestinationName' },
  handle: async (request, context) => {
    checkTenancy(request);
    const { bodyId: _, ...intention } = await readLegacyIntention(request, context);
    checkDatacenter(request, context);
    const id = context.newId();
    await context.issue(putLegacyIntention, { ...intention, id, isUpdate: false });
    return { json: { ID: id } };
  },
});
