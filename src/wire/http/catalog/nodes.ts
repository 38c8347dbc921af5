// SPDX-License-Identifier: Apache-2.0
import { nodeFields } from '../../../model/filter/fields/node.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { catalogNodes } from '../../../views/catalog/nodes.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { selectionOf } from '../filters.ts';

/** GET /v1/catalog/nodes: the nodes of this cluster. */
export const nodesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/nodes',
  permission: { resource: 'none', filteredBy: ['node'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request, false);
    const selection = selectionOf(request, context, nodeFields);
    return replyConsistent(request, context, catalogNodes, { tenancy: localTenancy, selection });
  },
});
