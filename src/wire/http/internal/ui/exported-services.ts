// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { uiExported } from '../../../../views/ui/exported.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';
import { peerOf } from './peer.ts';

/** GET /v1/internal/ui/exported-services?peer=…: the names of the services that a peer is given. */
export const exportedServicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/exported-services',
  permission: { resource: 'none', filteredBy: ['service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    checkDatacenter(request, context);
    const peer = peerOf(request);
    if (peer === '') throw new Refusal('rpc-error', 'must provide PeerName');
    const { datacenter } = context.agent;
    return replyBlocking(request, context, uiExported, { peer, datacenter });
  },
});
