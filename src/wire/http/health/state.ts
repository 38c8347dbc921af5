// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyChecks } from './checks-reply.ts';

/** GET /v1/health/state/:state: all checks in a state, or 'any'. */
export const stateEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/health/state/:state',
  permission: { resource: 'none', filteredBy: ['node', 'service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    return replyChecks(request, context, 'state', request.params['state'], 'Missing check state');
  },
});
