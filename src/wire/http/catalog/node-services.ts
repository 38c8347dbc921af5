// SPDX-License-Identifier: Apache-2.0
import { catalogNodeServices } from '../../../views/catalog/node.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { nodeRead } from './node-read.ts';

/** GET /v1/catalog/node-services/:node: the same with the services as a list. */
export const nodeServicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/node-services/:node',
  permission: { resource: 'node', access: 'read', of: 'node' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    const { key, options } = nodeRead(request, context);
    const isMerged = request.query.has('merge-central-config');
    const merged = { ...key, isMerged };
    return replyConsistent(request, context, catalogNodeServices, merged, options);
  },
});
