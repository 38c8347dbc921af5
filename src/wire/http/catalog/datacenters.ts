// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { cacheHeaders } from './cached.ts';

/** GET /v1/catalog/datacenters: this cluster's, since it is never joined with others. */
export const datacentersEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/datacenters',
  permission: { resource: 'none' },
  handle: (request, context) => ({
    json: [context.agent.datacenter],
    headers: cacheHeaders(request, context, 'catalog/datacenters'),
  }),
});
