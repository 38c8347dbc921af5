// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../../endpoint.ts';

/** PUT /v1/agent/leave: the agent ends, in order, once this is answered. */
export const leaveEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/leave',
  permission: { resource: 'agent', access: 'write' },
  handle: (_request, { leave }) => {
    leave();
    return {};
  },
});
