// SPDX-License-Identifier: Apache-2.0
import { serverAddress } from '../../../model/agent/self.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readOptions } from '../read-options.ts';

/** GET /v1/status/peers: the addresses of the servers of this cluster. */
export const peersEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/status/peers',
  permission: { resource: 'none' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: [serverAddress(context.self)] };
  },
});
