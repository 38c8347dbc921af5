// SPDX-License-Identifier: Apache-2.0
import { sessionById } from '../../../views/session/list.ts';
import { replyBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { sessionIdOf } from './session-id.ts';

/** GET /v1/session/info/:session: a session as a list of one, or of none. */
export const infoEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/session/info/:session',
  permission: { resource: 'none', filteredBy: ['session'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    return replyBlocking(request, context, sessionById, sessionIdOf(request));
  },
});
