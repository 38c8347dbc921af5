// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyInstances } from './instances.ts';

/** GET /v1/health/connect/:service: the same of the proxies and native instances that speak for a service. */
export const connectEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/health/connect/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  handle: (request, context) => replyInstances(request, context, 'mesh'),
});
