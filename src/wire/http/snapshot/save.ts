// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter } from '../read-options.ts';

/** GET /v1/snapshot: everything that is shared, as one archive. It holds keys and secrets. */
export const saveEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/snapshot',
  permission: { resource: 'operator', access: 'write' },
  handle: async (request, context) => {
    checkDatacenter(request, context);
    const { revision, archive } = await context.snapshots.save();
    const headers = { 'Content-Type': 'application/x-gzip' };
    return { stream: archive, index: revision, headers };
  },
});
