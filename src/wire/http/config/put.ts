// SPDX-License-Identifier: Apache-2.0
import { putConfigEntry } from '../../../commands/put-config-entry.ts';
import { type DecodedEntry, decodeConfigEntry } from '../../../model/config-entries/decode.ts';
import { kinds } from '../../../model/config-entries/kinds.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { readJson } from '../json.ts';
import { checkTenancy } from '../read-options.ts';
import { casOf } from './cas.ts';

const DECODING_FAILED = 'Request decoding failed: ';

/** PUT /v1/config: creates or replaces an entry; answers false when ?cas does not fit. */
export const putEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/config',
  permission: { resource: 'config-entry', access: 'write' },
  handle: async (request, context) => {
    const entry = decodeEntry(await readJson(request, DECODING_FAILED));
    checkTenancy(request);
    return {
      json: await context.issue(putConfigEntry, { entry, ...casOf(request), nowMs: context.now() }),
    };
  },
});

function decodeEntry(body: unknown): DecodedEntry {
  try {
    const entry = decodeConfigEntry(body ?? {});
    kinds[entry.Kind].normalize(entry);
    return entry;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-argument') throw error;
    throw new Refusal('invalid-argument', DECODING_FAILED + error.message);
  }
}
