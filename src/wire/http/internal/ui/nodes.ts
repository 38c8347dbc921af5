// SPDX-License-Identifier: Apache-2.0
import { nodeInfoFields } from '../../../../model/filter/fields/node-info.ts';
import { uiNodes } from '../../../../views/ui/nodes.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { filterOf } from '../../filters.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';

/** GET /v1/internal/ui/nodes: every node, ours and of peers, with all that is on it. */
export const nodesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/nodes',
  permission: { resource: 'none', filteredBy: ['node', 'service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    checkDatacenter(request, context);
    return replyBlocking(request, context, uiNodes, filterOf(request, nodeInfoFields));
  },
});
