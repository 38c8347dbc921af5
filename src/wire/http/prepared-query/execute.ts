// SPDX-License-Identifier: Apache-2.0
import { queryMeta } from '../blocking.ts';
import { cacheHeaders } from '../catalog/cached.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter, readOptionsAnywhere } from '../read-options.ts';
import { NOT_FOUND, resolvedOf } from './resolved.ts';
import { runQuery } from './run.ts';
import { badParameter, connectOf, limitOf } from './run-options.ts';

/** GET /v1/query/:id/execute: the healthy instances that a query asks for, found by its id or its name. */
export const executeEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/query/:id/execute',
  permission: { resource: 'none', filteredBy: ['query', 'service', 'node'] },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    const options = readOptionsAnywhere(request, context);
    const [limit, connect] = [limitOf(request), connectOf(request)];
    if (typeof limit === 'string') return badParameter(limit);
    if (typeof connect === 'string') return badParameter(connect);
    checkDatacenter(request, context);
    const query = resolvedOf(request, context);
    // Consul's cache passes an error on without knowing what it means.
    if (query === undefined) {
      return request.query.has('cached') ? { ...NOT_FOUND, status: 500 } : NOT_FOUND;
    }
    const { Nodes, ...from } = runQuery(query, { limit, connect }, request, context);
    const { Service, DNS } = query;
    const json = { Service: Service.Service, Nodes, DNS, ...from, ...queryMeta(1, options) };
    const question = `query/execute ${JSON.stringify([request.params['id'], limit, connect])}`;
    const headers = cacheHeaders(request, context, question, false);
    return { json, index: 1, consistency: options.consistency, headers };
  },
});
