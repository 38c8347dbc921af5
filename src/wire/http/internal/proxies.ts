// SPDX-License-Identifier: Apache-2.0
import { connectedProxyList } from '../../../views/proxy/connected.ts';
import { replyBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';

/**
 * GET /v1/internal/proxies: the proxies that are connected, with what each of them refused and what could not
 * be built for it. Ours: Consul says it in its log alone.
 */
export const proxiesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/proxies',
  permission: { resource: 'none', filteredBy: ['service'] },
  handle: (request, context) => replyBlocking(request, context, connectedProxyList, null),
});
