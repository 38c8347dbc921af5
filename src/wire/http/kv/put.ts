// SPDX-License-Identifier: Apache-2.0
import { putKey, type PutKey } from '../../../commands/put-key.ts';
import { parseUint64 } from '../../../model/uint64.ts';
import type { HttpContext } from '../context.ts';
import { type BodyLimit, defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { keyOf, missingKey, refuseConflict } from './key.ts';

const SETTING = 'https://developer.hashicorp.com/docs/agent/config/config-files#kv_max_value_size';

/** PUT /v1/kv/:key: writes a key; ?cas, ?acquire or ?release only if they hold, and answers whether they did. */
export const putEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/kv/:key',
  permission: { resource: 'key', access: 'write', of: 'key' },
  handle: async (request, context) => {
    // Consul reads what only reads know of all requests for keys.
    readOptionsAnywhere(request, context);
    const Key = keyOf(request);
    checkTenancy(request);
    if (Key === '') throw missingKey();
    refuseConflict(request, 'cas', 'acquire', 'release');
    const flags = request.query.get('flags');
    const Flags = flags === null ? 0 : parseUint64(flags);
    const condition = conditionOf(request);
    const body = await request.body(limitOf(context));
    checkDatacenter(request, context);
    const entry = { Key, Value: body.toString('base64'), Flags };
    const input: PutKey = condition === undefined ? { entry } : { entry, condition };
    return { json: await context.issue(putKey, input) };
  },
});

function conditionOf({ query }: HttpRequest): PutKey['condition'] {
  if (query.isEmpty) return undefined;
  const cas = query.get('cas');
  if (cas !== null) return { is: 'unchanged', index: Number(parseUint64(cas)) };
  for (const is of ['acquire', 'release'] as const) {
    const session = query.get(is);
    if (session !== null) return { is, session };
  }
  return undefined;
}

function limitOf({ limits }: HttpContext): BodyLimit {
  const maxBytes = limits.kvValueBytes;
  return {
    maxBytes,
    tooLarge: (bytes) => {
      if (bytes === undefined) return `Request body too large. Max allowed is ${maxBytes} bytes.`;
      return `Request body(${bytes} bytes) too large, max size: ${maxBytes} bytes. See ${SETTING}.`;
    },
  };
}
