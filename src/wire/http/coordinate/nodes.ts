// SPDX-License-Identifier: Apache-2.0
import { nodeCoordinates } from '../../../views/coordinate/coordinates.ts';
import { replyBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/coordinate/nodes: where every node is; ?segment=… only in that one. */
export const nodesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/coordinate/nodes',
  permission: { resource: 'none', filteredBy: ['node'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request, false);
    const segment = request.query.get('segment') ?? undefined;
    return replyBlocking(request, context, nodeCoordinates, { node: undefined, segment });
  },
});
