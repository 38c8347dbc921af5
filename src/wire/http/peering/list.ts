// SPDX-License-Identifier: Apache-2.0
import { peeringAnswers } from '../../../views/peering/read.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { requirePeering } from './enabled.ts';
import { readAnyway } from './read-anyway.ts';
import { withTimes } from './answer.ts';

/** GET /v1/peerings: all peerings by name. */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/peerings',
  permission: { resource: 'peering', access: 'read' },
  handle: (request, context) => {
    checkTenancy(request, false);
    requirePeering(context);
    return readAnyway(request, context, async (options) => {
      const { value, revision } = await readBlocking(
        request,
        context,
        peeringAnswers,
        null,
        options,
      );
      return { json: value.map((answer) => withTimes(context, answer)), index: revision };
    });
  },
});
