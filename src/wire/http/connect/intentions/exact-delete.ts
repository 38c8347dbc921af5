// SPDX-License-Identifier: Apache-2.0
import { deleteIntention } from '../../../../commands/delete-intention.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../../read-options.ts';
import { endsOf } from './ends.ts';

/** DELETE /v1/connect/intentions/exact: removes the intention of two ends, if there is one. */
export const exactDeleteEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/connect/intentions/exact',
  permission: { resource: 'intention', access: 'write', of: 'destination' },
  handle: async (request, context) => {
    checkTenancy(request);
    const ends = endsOf(request);
    checkDatacenter(request, context);
    await context.issue(deleteIntention, ends);
    return { json: true };
  },
});
