// SPDX-License-Identifier: Apache-2.0
import { queryMeta } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter, readOptionsAnywhere } from '../read-options.ts';
import { NOT_FOUND, resolvedOf } from './resolved.ts';
import { badParameter, limitOf } from './run-options.ts';

/** GET /v1/query/:id/explain: which query a name stands for, and what it asks for then. */
export const explainEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/query/:id/explain',
  permission: { resource: 'none', filteredBy: ['query'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    const options = readOptionsAnywhere(request, context);
    const limit = limitOf(request);
    if (typeof limit === 'string') return badParameter(limit);
    checkDatacenter(request, context);
    const Query = resolvedOf(request, context);
    if (Query === undefined) return NOT_FOUND;
    const { consistency } = options;
    return { json: { Query, ...queryMeta(1, options) }, index: 1, consistency };
  },
});
