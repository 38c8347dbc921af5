// SPDX-License-Identifier: Apache-2.0
import { queryMeta } from '../blocking.ts';
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
    if (query === undefined) return NOT_FOUND;
    const { Nodes, ...from } = runQuery(query, { limit, connect }, request, context);
    const { Service, DNS } = query;
    const json = { Service: Service.Service, Nodes, DNS, ...from, ...queryMeta(1, options) };
    return { json, index: 1, consistency: options.consistency };
  },
});
