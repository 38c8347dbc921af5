// SPDX-License-Identifier: Apache-2.0
import { putIntention } from '../../../../commands/put-intention.ts';
import type { IntentionPermission } from '../../../../model/config-entries/service-intentions/schema.ts';
import {
  intentionRequestShape,
  refusePeer,
} from '../../../../model/intention/intention-request.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readShape } from '../../json.ts';
import { checkTenancy } from '../../read-options.ts';
import { realEndsOf, refuseEmptyEnds, refuseNoDestination } from './ends.ts';

/** PUT /v1/connect/intentions/exact: makes the intention of two ends what the body says; its names do not count. */
export const exactPutEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/connect/intentions/exact',
  permission: { resource: 'intention', access: 'write', of: 'destination' },
  handle: async (request, context) => {
    checkTenancy(request);
    refuseEmptyEnds(request);
    const { source, destination } = realEndsOf(request);
    const body = await readShape(request, intentionRequestShape);
    refusePeer(body);
    refuseNoDestination(destination.name);
    await context.issue(putIntention, {
      source,
      destination: destination.name,
      action: body.Action ?? '',
      permissions: (body.Permissions ?? []) as readonly IntentionPermission[],
      type: body.SourceType ?? '',
      samenessGroup: body.SourceSamenessGroup ?? '',
      description: body.Description ?? '',
      meta: Object.keys(body.Meta ?? {}).length === 0 ? undefined : body.Meta,
    });
    return { json: true };
  },
});
