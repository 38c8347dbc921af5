// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';

/** POST /v1/operator/raft/transfer-leader: nobody else is there to lead. */
export const transferLeaderEndpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/operator/raft/transfer-leader',
  permission: { resource: 'operator', access: 'write' },
  handle: (request, { self }) => {
    checkTenancy(request, false);
    const id = request.query.get('id') ?? '';
    if (id === '') throw new Refusal('rpc-error', 'cannot find peer');
    if (id === self.nodeId) {
      throw new Refusal('rpc-error', 'cannot transfer leadership to itself');
    }
    throw new Refusal('rpc-error', `Could not find address for server id ${id}`);
  },
});
