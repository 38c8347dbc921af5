// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { localTenancy, peerTenancy } from '../../../../model/tenancy.ts';
import { uiNode } from '../../../../views/ui/nodes.ts';
import { readBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';
import { peerOf } from './peer.ts';

/** GET /v1/internal/ui/node/:node: one node with all that is on it; ?peer for one of a peer. */
export const nodeEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/node/:node',
  permission: { resource: 'node', access: 'read', of: 'node' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    const options = readOptionsAnywhere(request, context);
    checkTenancy(request);
    const { node = '' } = request.params;
    if (node === '') throw new Refusal('invalid-argument', 'Missing node name');
    checkDatacenter(request, context);
    const peer = peerOf(request);
    const tenancy = peer === '' ? localTenancy : peerTenancy(peer);
    const key = { tenancy, node };
    const { value, revision } = await readBlocking(request, context, uiNode, key, options);
    // A node that isn't there has no headers of a blocking query in Consul either.
    return value === null ? { status: 404 } : { json: value, index: revision };
  },
});
