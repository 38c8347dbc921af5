// SPDX-License-Identifier: Apache-2.0
import { catalogServiceFields } from '../../../model/filter/fields/service.ts';
import { localTenancy } from '../../../model/tenancy.ts';
import { catalogServices } from '../../../views/catalog/services.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { selectionOf } from '../filters.ts';

/** GET /v1/catalog/services: service names with their tags. */
export const servicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/services',
  permission: { resource: 'none', filteredBy: ['service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request);
    const selection = selectionOf(request, context, catalogServiceFields);
    return replyConsistent(request, context, catalogServices, { tenancy: localTenancy, selection });
  },
});
