// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { peeringAnswer } from '../../../views/peering/read.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { requirePeering } from './enabled.ts';
import { readAnyway } from './read-anyway.ts';
import { withTimes } from './answer.ts';

/** GET /v1/peering/:name: one peering and how its stream is. */
export const readEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/peering/:name',
  permission: { resource: 'peering', access: 'read' },
  handle: (request, context) => {
    const { name = '' } = request.params;
    if (name === '') throw new Refusal('invalid-argument', 'Must specify a name to fetch.');
    checkTenancy(request, false);
    requirePeering(context);
    return readAnyway(request, context, async (options) => {
      const { value, revision } = await readBlocking(
        request,
        context,
        peeringAnswer,
        name,
        options,
      );
      if (value === undefined) {
        throw new Refusal('not-found', `Peering not found for ${JSON.stringify(name)}`);
      }
      return { json: withTimes(context, value), index: revision };
    });
  },
});
