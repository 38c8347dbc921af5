// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyChecks } from './checks-reply.ts';

/** GET /v1/health/node/:node: all checks on a node. */
export const nodeEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/health/node/:node',
  permission: { resource: 'node', access: 'read', of: 'node' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    return replyChecks(request, context, 'node', request.params['node'], 'Missing node name');
  },
});
