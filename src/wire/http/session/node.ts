// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { sessionList } from '../../../views/session/list.ts';
import { replyBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/session/node/:node: the sessions of a node. */
export const nodeEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/session/node/:node',
  permission: { resource: 'none', filteredBy: ['session'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    const { node = '' } = request.params;
    if (node === '') throw new Refusal('invalid-argument', 'Missing node name');
    return replyBlocking(request, context, sessionList, { node });
  },
});
