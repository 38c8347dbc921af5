// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { HIT, MISS, remember } from '../catalog/cached.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/agent/connect/ca/leaf/:service: a certificate for a service with its private key; ?index waits for the next one. */
export const connectCaLeafEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/connect/ca/leaf/:service',
  permission: { resource: 'service', access: 'write', of: 'service' },
  handle: async (request, context) => {
    checkTenancy(request);
    const { index, waitMs } = readOptionsAnywhere(request, context);
    const { service = '' } = request.params;
    if (service === '') {
      throw new Refusal('rpc-error', 'URI must be either service, agent, server, or kind');
    }
    const leaf = await context.localAgent.leafOf(service, {
      index,
      waitMs,
      signal: request.signal,
    });
    const isKept = remember(context, `leaf ${service} ${leaf.ModifyIndex}`);
    // Whoever does not wait has it looked at again, in Consul too.
    const cache = isKept && index > 0 && leaf.ModifyIndex > index ? HIT : MISS;
    return { json: leaf, headers: { 'X-Consul-Index': String(leaf.ModifyIndex), ...cache } };
  },
});
