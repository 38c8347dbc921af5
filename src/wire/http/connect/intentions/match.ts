// SPDX-License-Identifier: Apache-2.0
import {
  parseIntentionEnd,
  refuseNamespaceOf,
  refusePartitionOf,
} from '../../../../model/intention/intention-name.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { intentionMatches } from '../../../../views/intentions/match.ts';
import { replyCached } from '../../catalog/cached.ts';
import { defineEndpoint, type HttpReply, type HttpRequest } from '../../endpoint.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../../read-options.ts';
import { requiredParameter } from './ends.ts';

const WHAT = 'Invalid match entry';

/** GET /v1/connect/intentions/match: the intentions that speak of services, as ?by=source or destination. */
export const matchEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/match',
  permission: { resource: 'intention', access: 'read', of: 'name' },
  handle: async (request, context) => {
    readOptionsAnywhere(request, context);
    checkTenancy(request);
    const by = sideOf(request);
    const texts = request.query.getAll('name');
    if (texts.length === 0) requiredParameter(request, 'name');
    const ends = texts.map((text) => parseIntentionEnd('name', text, { mayBePeer: false }));
    const refused = refusalOf(() => {
      checkDatacenter(request, context);
      for (const end of ends) {
        refuseNamespaceOf(end, `${WHAT} namespace`);
        refusePartitionOf(end, `${WHAT} partition`);
      }
    });
    if (refused !== undefined) return refused;
    const names = ends.map(({ name }, i) => ({ name, shownAs: texts[i] ?? name }));
    return replyCached(request, context, intentionMatches, { by, names });
  },
});

function sideOf(request: HttpRequest): 'source' | 'destination' {
  const by = requiredParameter(request, 'by');
  if (by === 'source' || by === 'destination') return by;
  throw new Refusal('rpc-error', "'by' parameter must be one of 'source' or 'destination'");
}

/** What was refused after the request had been read is answered with an index. */
function refusalOf(check: () => void): HttpReply | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.httpStatus, text: error.message, index: 1 };
  }
}
