// SPDX-License-Identifier: Apache-2.0
import { exactIntention } from '../../../../views/intentions/match.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../../read-options.ts';
import { endsOf, NOT_FOUND } from './ends.ts';

/** GET /v1/connect/intentions/exact: one intention by its two ends. */
export const exactGetEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/exact',
  permission: { resource: 'intention', access: 'read', of: 'destination' },
  handle: (request, context) => {
    checkTenancy(request);
    const { source, destination } = endsOf(request);
    checkDatacenter(request, context);
    const key = { source: source.name, peer: source.peer, destination };
    const { value } = context.views.get(exactIntention, key);
    return value === undefined ? NOT_FOUND : { json: value };
  },
});
