// SPDX-License-Identifier: Apache-2.0
import { nodeCoordinates } from '../../../views/coordinate/coordinates.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { acceptsGzip } from '../reply-headers.ts';

/** GET /v1/coordinate/node/:node: where a node is; 404 while nobody knows. */
export const nodeEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/coordinate/node/:node',
  permission: { resource: 'node', access: 'read', of: 'node' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request, false);
    const { node = '' } = request.params;
    const key = { node, segment: request.query.get('segment') ?? undefined };
    const { value, revision } = await readBlocking(request, context, nodeCoordinates, key);
    if (value.length > 0) return { json: value, index: revision };
    // Consul sends its headers too late for this answer, unless it is held back to be compressed.
    return acceptsGzip(request.headers) ? { status: 404, index: revision } : { status: 404 };
  },
});
