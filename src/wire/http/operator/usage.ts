// SPDX-License-Identifier: Apache-2.0
import { usage } from '../../../views/operator/usage.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { queryMeta, readBlocking } from '../blocking.ts';

/** GET /v1/operator/usage: how many nodes, services and instances are registered, by datacenter. */
export const usageEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/operator/usage',
  permission: { resource: 'operator', access: 'read' },
  showsIndexOnFailure: true,
  handle: async (request, context) => {
    checkTenancy(request);
    const options = readOptionsAnywhere(request, context);
    const { value, revision } = await readBlocking(request, context, usage, null, options);
    const Usage = { [context.agent.datacenter]: value };
    return {
      json: { Usage, ...queryMeta(revision, options) },
      index: revision,
      consistency: options.consistency,
    };
  },
});
