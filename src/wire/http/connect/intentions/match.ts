// SPDX-License-Identifier: Apache-2.0
import { parseIntentionEnd } from '../../../../model/intention/intention-name.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { intentionMatches } from '../../../../views/intentions/match.ts';
import { replyCached } from '../../catalog/cached.ts';
import { defineEndpoint, type HttpRequest } from '../../endpoint.ts';
import { checkTenancy } from '../../read-options.ts';
import { requiredParameter } from './ends.ts';

/** GET /v1/connect/intentions/match: the intentions that speak of services, as ?by=source or destination. */
export const matchEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/connect/intentions/match',
  permission: { resource: 'intention', access: 'read', of: 'name' },
  handle: (request, context) => {
    checkTenancy(request);
    const by = sideOf(request);
    requiredParameter(request, 'name');
    const names = request.query.getAll('name').map((name) => parseIntentionEnd('name', name).name);
    return replyCached(request, context, intentionMatches, { by, names });
  },
});

function sideOf(request: HttpRequest): 'source' | 'destination' {
  const by = requiredParameter(request, 'by');
  if (by === 'source' || by === 'destination') return by;
  throw new Refusal('rpc-error', "'by' parameter must be one of 'source' or 'destination'");
}
