// SPDX-License-Identifier: Apache-2.0
import { isKnownKind } from '../../../model/config-entries/kinds.ts';
import { Refusal } from '../../../model/refusal.ts';
import { configEntryList } from '../../../views/config/list.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint } from '../endpoint.ts';
import { refuseFilter } from '../filters.ts';
import { checkTenancy, readOptions } from '../read-options.ts';

/** GET /v1/config/:kind: all entries of a kind. */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/config/:kind',
  permission: { resource: 'config-entry', access: 'read' },
  handle: async (request, context) => {
    const { kind = '' } = request.params;
    const options = readOptions(request, context);
    checkTenancy(request);
    refuseFilter(request);
    if (kind !== '' && !isKnownKind(kind)) {
      throw new Refusal('rpc-error', `invalid config entry kind: ${kind}`);
    }
    const { value, revision } = await readBlocking(
      request,
      context,
      configEntryList,
      kind,
      options,
    );
    return { json: value, index: revision };
  },
});
