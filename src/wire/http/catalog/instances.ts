// SPDX-License-Identifier: Apache-2.0
import { catalogServiceFields } from '../../../model/filter/fields/service.ts';
import { Refusal } from '../../../model/refusal.ts';
import { catalogService } from '../../../views/catalog/service.ts';
import { replyConsistent } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { selectionOf, tagsOf, tenancyOf } from '../filters.ts';
import { checkTenancy } from '../read-options.ts';

/** What service and connect have in common: the instances by their own name, or by the one they speak for. */
export function replyInstances(
  request: HttpRequest,
  context: HttpContext,
  by: 'name' | 'mesh',
): Promise<HttpReply> {
  checkTenancy(request);
  const tenancy = tenancyOf(request);
  const { service = '' } = request.params;
  if (service === '') throw new Refusal('invalid-argument', 'Missing service name');
  const selection = selectionOf(request, context, catalogServiceFields);
  const key = { tenancy, service, by, tags: tagsOf(request), selection };
  return replyConsistent(request, context, catalogService, key);
}
