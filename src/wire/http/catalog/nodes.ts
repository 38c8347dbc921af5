// SPDX-License-Identifier: Apache-2.0
import { localTenancy } from '../../../model/tenancy.ts';
import { catalogNodes } from '../../../views/catalog/nodes.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { nodeMetaOf, refuseFilter } from '../filters.ts';

/** GET /v1/catalog/nodes: the nodes of this cluster. */
export const nodesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/nodes',
  permission: { resource: 'none', filteredBy: ['node'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request, false);
    refuseFilter(request);
    const nodeMeta = nodeMetaOf(request);
    return replyConsistent(request, context, catalogNodes, { tenancy: localTenancy, nodeMeta });
  },
});
