// SPDX-License-Identifier: Apache-2.0
import { gossipAddress } from '../../../../model/agent/self.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';

const DEFAULT_PORT = { lan: 8301, wan: 8302 };

/** PUT /v1/agent/join/:address?wan: members find each other by gossip; the one server there is finds itself. */
export const joinEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/agent/join/:address',
  permission: { resource: 'agent', access: 'write' },
  handle: ({ params: { address = '' }, query }, { self }) => {
    const isWan = !['', '0', 'false'].includes(query.get('wan') ?? '');
    const own = gossipAddress(self, isWan ? 'wan' : 'lan');
    if (address === own || `${address}:${DEFAULT_PORT[isWan ? 'wan' : 'lan']}` === own) return {};
    const reason = 'this cluster is one server and has no gossip; clusters meet by peering';
    throw new Refusal(
      'rpc-error',
      `1 error occurred:\n\t* Failed to join ${address}: ${reason}\n\n`,
    );
  },
});
