// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyInstances } from './instances.ts';

/** GET /v1/catalog/service/:service: the instances of a service, ours or, with ?peer, imported ones. */
export const serviceEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/catalog/service/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  showsIndexOnFailure: true,
  handle: (request, context) => replyInstances(request, context, 'name'),
});
