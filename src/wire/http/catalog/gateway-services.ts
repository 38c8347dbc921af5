// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { gatewayServices } from '../../../views/gateways/services.ts';
import { replyConsistent } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/catalog/gateway-services/:gateway: what an ingress or a terminating gateway serves. */
export const gatewayServicesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/gateway-services/:gateway',
  permission: { resource: 'service', access: 'read', of: 'gateway' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request);
    const options = readOptionsAnywhere(request, context);
    const { gateway = '' } = request.params;
    if (gateway === '') throw new Refusal('invalid-argument', 'Missing gateway name');
    checkDatacenter(request, context);
    return replyConsistent(request, context, gatewayServices, gateway, options);
  },
});
