// SPDX-License-Identifier: Apache-2.0
import { deletePeering } from '../../../commands/delete-peering.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { requirePeering } from './enabled.ts';

/** DELETE /v1/peering/:name: ends a peering; the peer is told, what was imported goes. Fine when there is none. */
export const deleteEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/peering/:name',
  permission: { resource: 'peering', access: 'write' },
  handle: async (request, context) => {
    const { name = '' } = request.params;
    if (name === '') throw new Refusal('invalid-argument', 'Must specify a name to fetch.');
    checkTenancy(request, false);
    requirePeering(context);
    const deletedAt = new Date(context.now()).toISOString();
    await context.issue(deletePeering, { name, deletedAt });
    return { text: '' };
  },
});
