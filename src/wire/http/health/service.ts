// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyInstances } from './instances.ts';

/** GET /v1/health/service/:service: the instances of a service with their checks; ?passing only healthy ones. */
export const serviceEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/health/service/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  handle: (request, context) => replyInstances(request, context, 'name'),
});
