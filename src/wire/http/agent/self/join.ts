// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** PUT /v1/agent/join/:address?wan: members find each other by gossip, which one server has no use for. */
export const joinEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/join/:address',
  permission: { resource: 'agent', access: 'write' },
  handle: ({ params: { address = '' } }) => {
    const reason = 'this cluster is one server and has no gossip; clusters meet by peering';
    throw new Refusal(
      'rpc-error',
      `1 error occurred:\n\t* Failed to join ${address}: ${reason}\n\n`,
    );
  },
});
