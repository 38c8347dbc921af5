// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { uiGatewayServices } from '../../../../views/ui/gateway-services.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../../read-options.ts';

/** GET /v1/internal/ui/gateway-services-nodes/:gateway: the services behind a gateway at a glance. */
export const gatewayServicesNodesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/gateway-services-nodes/:gateway',
  permission: { resource: 'service', access: 'read', of: 'gateway' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    checkTenancy(request);
    readOptionsAnywhere(request, context);
    const { gateway = '' } = request.params;
    if (gateway === '') throw new Refusal('invalid-argument', 'Missing gateway name');
    const { datacenter } = context.agent;
    return replyBlocking(request, context, uiGatewayServices, { gateway, datacenter });
  },
});
