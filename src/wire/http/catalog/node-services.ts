// SPDX-License-Identifier: Apache-2.0
import { catalogNodeServices } from '../../../views/catalog/node.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { nodeKeyOf } from './node-key.ts';

/** GET /v1/catalog/node-services/:node: the same with the services as a list. */
export const nodeServicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/node-services/:node',
  permission: { resource: 'node', access: 'read', of: 'node' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    const isMerged = request.query.has('merge-central-config');
    const key = { ...nodeKeyOf(request), isMerged };
    return replyConsistent(request, context, catalogNodeServices, key);
  },
});
