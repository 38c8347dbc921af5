// SPDX-License-Identifier: Apache-2.0
import { serverAddress } from '../../../model/agent/self.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/status/leader: the address of the leader, which is this server. */
export const leaderEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/status/leader',
  permission: { resource: 'none' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: serverAddress(context.self) };
  },
});
