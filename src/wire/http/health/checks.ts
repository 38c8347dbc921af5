// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { replyChecks } from './checks-reply.ts';

/** GET /v1/health/checks/:service: the checks of all instances of a service, without those of their nodes. */
export const checksEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/health/checks/:service',
  permission: { resource: 'service', access: 'read', of: 'service' },
  showsIndexOnFailure: true,
  handle: (request, context) => {
    return replyChecks(
      request,
      context,
      'service',
      request.params['service'],
      'Missing service name',
    );
  },
});
