// SPDX-License-Identifier: Apache-2.0
import { catalogServiceFields } from '../../../model/filter/fields/service.ts';
import { Refusal } from '../../../model/refusal.ts';
import { catalogService } from '../../../views/catalog/service.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { selectionOf, tagsOf, tenancyOf } from '../filters.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { replyCached } from './cached.ts';

/** What service and connect have in common: the instances by their own name, or by the one they speak for. */
export function replyInstances(
  request: HttpRequest,
  context: HttpContext,
  by: 'name' | 'mesh',
): Promise<HttpReply> {
  checkTenancy(request);
  const options = readOptionsAnywhere(request, context);
  const { service = '' } = request.params;
  if (service === '') throw new Refusal('invalid-argument', 'Missing service name');
  checkDatacenter(request, context);
  const key = {
    tenancy: tenancyOf(request),
    service,
    by,
    // Whoever asks for the mesh gets all of it, as Consul has it.
    tags: by === 'mesh' ? [] : tagsOf(request),
    selection: selectionOf(request, context, catalogServiceFields),
    isMerged: request.query.has('merge-central-config'),
  };
  return replyCached(request, context, catalogService, key, options);
}
