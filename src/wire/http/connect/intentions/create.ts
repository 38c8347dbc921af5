// SPDX-License-Identifier: Apache-2.0
import { putLegacyIntention } from '../../../../commands/put-legacy-intention.ts';
import { refuseNamespaces } from '../../../../model/intention/intention-request.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkTenancy } from '../../read-options.ts';
import { refuseNoDestination } from './ends.ts';
import { readLegacyIntention, readNewIntention } from './legacy-body.ts';

/** POST /v1/connect/intentions: makes an intention with an id of its own; answers the id. */
export const createEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/connect/intentions',
  permission: { resource: 'intention', access: 'write', of: 'DestinationName' },
  handle: async (request, context) => {
    checkTenancy(request);
    const intention = await readLegacyIntention(request, readNewIntention);
    refuseNamespaces(intention);
    refuseNoDestination(intention.DestinationName ?? '');
    if ((intention.ID ?? '') !== '') {
      throw new Refusal('rpc-error', 'ID must be empty when creating a new intention');
    }
    const id = context.newId();
    const now = new Date(context.now()).toISOString();
    await context.issue(putLegacyIntention, { id, intention, isUpdate: false, now });
    return { json: { ID: id } };
  },
});
