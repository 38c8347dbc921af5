// SPDX-License-Identifier: Apache-2.0
import { deleteIntention } from '../../../../commands/delete-intention.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { multipleErrors } from '../../../../model/shape/problems.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkTenancy } from '../../read-options.ts';
import { realEndsOf, refuseEmptyEnds, refuseNoDestination } from './ends.ts';

/** DELETE /v1/connect/intentions/exact: removes the intention of two ends, if there is one. */
export const exactDeleteEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/connect/intentions/exact',
  permission: { resource: 'intention', access: 'write', of: 'destination' },
  handle: async (request, context) => {
    checkTenancy(request);
    refuseEmptyEnds(request);
    const { source, destination } = realEndsOf(request);
    refuseNoDestination(destination.name);
    if (source.name === '') {
      const problem = multipleErrors(['SourceName is missing']);
      throw new Refusal('rpc-error', `Intention lookup failed: ${problem}`);
    }
    await context.issue(deleteIntention, { source, destination: destination.name });
    return { json: true };
  },
});
