// SPDX-License-Identifier: Apache-2.0
import { catalogServiceFields } from '../../../model/filter/fields/service.ts';
import { catalogServices } from '../../../views/catalog/services.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptions } from '../read-options.ts';
import { replyCached } from './cached.ts';
import { selectionOf, tenancyOf } from '../filters.ts';

/** GET /v1/catalog/services: service names with their tags. */
export const servicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/services',
  permission: { resource: 'none', filteredBy: ['service'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request);
    const options = readOptions(request, context);
    const selection = selectionOf(request, context, catalogServiceFields);
    const key = { tenancy: tenancyOf(request), selection };
    return replyCached(request, context, catalogServices, key, options);
  },
});
