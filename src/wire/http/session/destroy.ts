// SPDX-License-Identifier: Apache-2.0
import { destroySession } from '../../../commands/destroy-session.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter, checkTenancy } from '../read-options.ts';
import { sessionIdOf } from './session-id.ts';

/** PUT /v1/session/destroy/:session: ends a session, if there is one of that id. */
export const destroyEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/session/destroy/:session',
  permission: { resource: 'session', access: 'write', of: 'session' },
  handle: async (request, context) => {
    checkTenancy(request);
    const id = sessionIdOf(request);
    checkDatacenter(request, context);
    await context.issue(destroySession, id);
    return { json: true };
  },
});
