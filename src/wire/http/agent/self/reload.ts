// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../../endpoint.ts';

/** PUT /v1/agent/reload: the agent reads its configuration again. What is wrong in it is told, and changes nothing. */
export const reloadEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/reload',
  permission: { resource: 'agent', access: 'write' },
  handle: async (_request, { reload }) => {
    await reload();
    return {};
  },
});
