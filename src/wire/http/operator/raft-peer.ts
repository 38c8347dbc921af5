// SPDX-License-Identifier: Apache-2.0
import { goQuote } from '../../../model/go-quote.ts';
import { serverAddress } from '../../../model/agent/self.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter } from '../read-options.ts';

/** DELETE /v1/operator/raft/peer: there is no server to remove but the one that is asked, which stays. */
export const raftPeerEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/operator/raft/peer',
  permission: { resource: 'operator', access: 'write' },
  handle: (request, context) => {
    const id = request.query.get('id');
    const address = request.query.get('address');
    if (id === null && address === null) {
      throw new Refusal(
        'invalid-argument',
        "Must specify either ?id with the server's ID or ?address with IP:port of peer to remove",
      );
    }
    if (id !== null && address !== null) {
      throw new Refusal('invalid-argument', 'Must specify only one of ?id or ?address');
    }
    checkDatacenter(request, context);
    const { self } = context;
    if (id === self.nodeId || address === serverAddress(self)) {
      throw new Refusal('rpc-error', 'need at least one voter in configuration: {[]}');
    }
    const what = id === null ? `address ${goQuote(address ?? '')}` : `id ${goQuote(id)}`;
    throw new Refusal('rpc-error', `${what} was not found in the Raft configuration`);
  },
});
