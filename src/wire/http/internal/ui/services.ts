// SPDX-License-Identifier: Apache-2.0
import { instanceFields } from '../../../../model/filter/fields/instance.ts';
import { uiServices } from '../../../../views/ui/services.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { filterOf } from '../../filters.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';
import { peerOf } from './peer.ts';

/** GET /v1/internal/ui/services: every service at a glance; ?peer for those of one peer. */
export const servicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/services',
  permission: { resource: 'none', filteredBy: ['node', 'service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    checkDatacenter(request, context);
    const key = { peer: peerOf(request), filter: filterOf(request, instanceFields) };
    return replyBlocking(request, context, uiServices, key);
  },
});
