// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyInstances } from './instances.ts';

/** GET /v1/health/ingress/:service: the ingress gateways that let callers from outside in to a service. */
export const ingressEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/health/ingress/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  handle: (request, context) => replyInstances(request, context, 'ingress'),
});
