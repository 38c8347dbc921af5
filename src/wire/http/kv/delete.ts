// SPDX-License-Identifier: Apache-2.0
import { deleteKey, type DeleteKey } from '../../../commands/delete-key.ts';
import { parseUint64 } from '../../../model/uint64.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { keyOf, missingKey, refuseConflict } from './key.ts';

/** DELETE /v1/kv/:key: removes a key; ?recurse all below a prefix, ?cas only at that revision. */
export const deleteEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/v1/kv/:key',
  permission: { resource: 'key', access: 'write', of: 'key' },
  handle: async (request, context) => {
    readOptionsAnywhere(request, context);
    const key = keyOf(request);
    checkTenancy(request);
    refuseConflict(request, 'recurse', 'cas');
    if (key === '' && !request.query.has('recurse')) throw missingKey();
    const input = inputOf(request, key);
    checkDatacenter(request, context);
    return { json: await context.issue(deleteKey, input) };
  },
});

function inputOf({ query }: HttpRequest, key: string): DeleteKey {
  if (query.has('recurse')) return { key, isPrefix: true };
  const cas = query.get('cas');
  return cas === null ? { key } : { key, index: Number(parseUint64(cas)) };
}
