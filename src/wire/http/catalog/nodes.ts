// SPDX-License-Identifier: Apache-2.0
import { nodeFields } from '../../../model/filter/fields/node.ts';
import { catalogNodes } from '../../../views/catalog/nodes.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptions } from '../read-options.ts';
import { selectionOf, tenancyOf } from '../filters.ts';

/** GET /v1/catalog/nodes: the nodes of this cluster or, with ?peer, those that imported services run on. */
export const nodesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/nodes',
  permission: { resource: 'none', filteredBy: ['node'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request, false);
    const options = readOptions(request, context);
    const selection = selectionOf(request, context, nodeFields);
    const key = { tenancy: tenancyOf(request), selection };
    return replyConsistent(request, context, catalogNodes, key, options);
  },
});
