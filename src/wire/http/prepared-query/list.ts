// SPDX-License-Identifier: Apache-2.0
import { preparedQueryList } from '../../../views/prepared-query/read.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';

/** GET /v1/query: all prepared queries. */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/query',
  permission: { resource: 'none', filteredBy: ['query'] },
  showsIndexOnFailure: true,
  handle: (request, context) => replyConsistent(request, context, preparedQueryList, null),
});
