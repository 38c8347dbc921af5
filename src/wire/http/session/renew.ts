// SPDX-License-Identifier: Apache-2.0
import { sessionById } from '../../../views/session/list.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { sessionIdOf } from './session-id.ts';

/** PUT /v1/session/renew/:session: begins a session's time anew and answers it; 404 when it has ended. */
export const renewEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/session/renew/:session',
  permission: { resource: 'session', access: 'write', of: 'session' },
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    const id = sessionIdOf(request);
    checkDatacenter(request, context);
    const { value } = context.views.get(sessionById, id);
    if (value.length === 0) return { status: 404, text: `Session id '${id}' not found` };
    context.renewSession(id);
    return { json: value };
  },
});
