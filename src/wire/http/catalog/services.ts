// SPDX-License-Identifier: Apache-2.0
import { localTenancy } from '../../../model/tenancy.ts';
import { catalogServices } from '../../../views/catalog/services.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { nodeMetaOf, refuseFilter } from '../filters.ts';

/** GET /v1/catalog/services: service names with their tags. */
export const servicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/services',
  permission: { resource: 'none', filteredBy: ['service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request);
    refuseFilter(request);
    const nodeMeta = nodeMetaOf(request);
    return replyConsistent(request, context, catalogServices, { tenancy: localTenancy, nodeMeta });
  },
});
