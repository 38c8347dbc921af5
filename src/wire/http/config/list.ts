// SPDX-License-Identifier: Apache-2.0
import { isKnownKind } from '../../../model/config-entries/kinds.ts';
import { serviceDefaultsFields } from '../../../model/filter/fields/service-defaults.ts';
import { ALL_ROWS, type Filter } from '../../../model/filter/filter.ts';
import { Refusal } from '../../../model/refusal.ts';
import { configEntryList } from '../../../views/config/list.ts';
import { readBlocking } from '../blocking.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { filterOf } from '../filters.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** GET /v1/config/:kind: all entries of a kind. */
export const listEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/config/:kind',
  permission: { resource: 'config-entry', access: 'read' },
  handle: async (request, context) => {
    const { kind = '' } = request.params;
    const options = readOptionsAnywhere(request, context);
    checkTenancy(request);
    checkDatacenter(request, context);
    if (kind !== '' && !isKnownKind(kind)) {
      throw new Refusal('rpc-error', `invalid config entry kind: ${kind}`);
    }
    const { value, revision } = await readBlocking(
      request,
      context,
      configEntryList,
      { kind, filter: filterOfKind(request, kind) },
      options,
    );
    return { json: value, index: revision };
  },
});

function filterOfKind(request: HttpRequest, kind: string): Filter {
  if (kind === 'service-defaults') return filterOf(request, serviceDefaultsFields);
  if ((request.query.get('filter') ?? '') === '') return ALL_ROWS;
  throw new Refusal('rpc-error', `filtering not supported for config entry kind=${kind}`);
}
