// SPDX-License-Identifier: Apache-2.0
import { catalogNode } from '../../../views/catalog/node.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { nodeRead } from './node-read.ts';

/** GET /v1/catalog/node/:node: a node with its services by id; null when there is none. */
export const nodeEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/node/:node',
  permission: { resource: 'node', access: 'read', of: 'node' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    const { key, options } = nodeRead(request, context);
    return replyConsistent(request, context, catalogNode, key, options);
  },
});
