// SPDX-License-Identifier: Apache-2.0
import { putAutopilotConfig } from '../../../commands/put-autopilot-config.ts';
import { autopilotConfigOf } from '../../../model/operator/autopilot.ts';
import { Refusal } from '../../../model/refusal.ts';
import { parseUint64 } from '../../../model/uint64.ts';
import { defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { readJson } from '../json.ts';
import { checkDatacenter } from '../read-options.ts';

/** PUT /v1/operator/autopilot/configuration: replaces it; with ?cas only where it has not changed since. */
export const autopilotPutEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/operator/autopilot/configuration',
  permission: { resource: 'operator', access: 'write' },
  handle: async (request, context) => {
    const body = await readJson(request, 'Error parsing autopilot config: ');
    const config = autopilotConfigOf(body);
    const cas = casOf(request);
    checkDatacenter(request, context);
    return { json: await context.issue(putAutopilotConfig, { config, ...cas }) };
  },
});

function casOf({ query }: HttpRequest): { readonly cas?: number } {
  const text = query.get('cas');
  if (text === null) return {};
  try {
    return { cas: Number(parseUint64(text)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('invalid-argument', `Error parsing cas value: ${error.message}`);
  }
}
