// SPDX-License-Identifier: Apache-2.0
import { sessionList } from '../../../views/session/list.ts';
import { replyBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/session/list: all sessions. */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/session/list',
  permission: { resource: 'none', filteredBy: ['session'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    return replyBlocking(request, context, sessionList, {});
  },
});
