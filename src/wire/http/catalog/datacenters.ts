// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { readConsistency } from '../read-options.ts';
import { cacheHeaders } from './cached.ts';

/** GET /v1/catalog/datacenters: this cluster's, since it is never joined with others. */
export const datacentersEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/datacenters',
  permission: { resource: 'none' },
  handle: (request, context) => {
    const json = [context.agent.datacenter];
    checkConsistency(request, json);
    return { json, headers: cacheHeaders(request, context, 'catalog/datacenters', false) };
  },
});

// Consul tells what is wrong and answers all the same.
function checkConsistency(request: HttpRequest, answer: readonly string[]): void {
  try {
    readConsistency(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message + JSON.stringify(answer), { cause: error });
  }
}
