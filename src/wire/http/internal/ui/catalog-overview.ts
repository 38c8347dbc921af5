// SPDX-License-Identifier: Apache-2.0
import { catalogOverview } from '../../../../views/ui/overview.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readOptions } from '../../read-options.ts';

/** GET /v1/internal/ui/catalog-overview: how many nodes, services and checks are how well. */
export const catalogOverviewEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/catalog-overview',
  permission: { resource: 'operator', access: 'read' },
  handle: (request, context) => {
    readOptions(request, context);
    return { json: context.views.get(catalogOverview, null).value };
  },
});
