// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter } from '../read-options.ts';

/** PUT /v1/snapshot: makes everything as it was when the archive was saved. */
export const restoreEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/snapshot',
  permission: { resource: 'operator', access: 'write' },
  handle: async (request, context) => {
    checkDatacenter(request, context);
    if (request.query.has('stale')) {
      throw new Refusal('rpc-error', 'stale not allowed for restore');
    }
    await context.snapshots.restore(request.stream());
    return { headers: { 'Content-Type': 'application/octet-stream' } };
  },
});
