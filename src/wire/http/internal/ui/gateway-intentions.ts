// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../../model/refusal.ts';
import { gatewayIntentions } from '../../../../views/ui/gateway-intentions.ts';
import { replyBlocking } from '../../blocking.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../../read-options.ts';

/** GET /v1/internal/ui/gateway-intentions/:gateway: the intentions for calls to what is behind a gateway. */
export const gatewayIntentionsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/internal/ui/gateway-intentions/:gateway',
  permission: { resource: 'service', access: 'read', of: 'gateway' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    const { gateway = '' } = request.params;
    if (gateway === '') throw new Refusal('invalid-argument', 'Missing gateway name');
    return replyBlocking(request, context, gatewayIntentions, gateway);
  },
});
