// SPDX-License-Identifier: Apache-2.0
import { readRoots } from '../connect/roots-reply.ts';
import { defineEndpoint } from '../endpoint.ts';

// Consul's agent answers this from a cache and says so; what is here is as fresh as it can be.
const FROM_CACHE = { 'X-Cache': 'HIT', Age: '0' };

/** GET /v1/agent/connect/ca/roots: the roots that a proxy of this agent trusts. */
export const connectCaRootsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/connect/ca/roots',
  permission: { resource: 'none' },
  handle: async (request, context) => {
    const { value, revision } = await readRoots(request, context);
    return { json: value, index: revision, headers: FROM_CACHE };
  },
});
