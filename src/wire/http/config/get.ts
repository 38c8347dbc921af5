// SPDX-License-Identifier: Apache-2.0
import { isKnownKind } from '../../../model/config-entries/kinds.ts';
import { Refusal } from '../../../model/refusal.ts';
import { configEntry } from '../../../views/config/entry.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/config/:kind/:name: one entry. */
export const getEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/config/:kind/:name',
  permission: { resource: 'config-entry', access: 'read' },
  handle: async (request, context) => {
    const { kind = '', name = '' } = request.params;
    const options = readOptionsAnywhere(request, context);
    checkTenancy(request);
    checkDatacenter(request, context);
    if (!isKnownKind(kind)) {
      throw new Refusal('rpc-error', `invalid config entry kind: ${kind}`);
    }
    const key = { kind, name };
    const { value, revision } = await readBlocking(request, context, configEntry, key, options);
    if (value !== null) return { json: value, index: revision };
    const text = `Config entry not found for ${JSON.stringify(kind)} / ${JSON.stringify(name)}`;
    return { status: 404, text, index: revision };
  },
});
