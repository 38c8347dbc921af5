// SPDX-License-Identifier: Apache-2.0
import { checkFields } from '../../../model/filter/fields/check.ts';
import { Refusal } from '../../../model/refusal.ts';
import { type ChecksKey, healthChecks } from '../../../views/health/checks.ts';
import { replyConsistent } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { selectionOf, tenancyOf } from '../filters.ts';
import { checkDatacenter, checkTenancy, readOptionsAnywhere } from '../read-options.ts';

/** A list of checks; `missing` is said when the path names nothing. */
export function replyChecks(
  request: HttpRequest,
  context: HttpContext,
  of: ChecksKey['of'],
  name: string | undefined,
  missing: string,
): Promise<HttpReply> {
  checkTenancy(request);
  const options = readOptionsAnywhere(request, context);
  if (name === undefined || name === '') throw new Refusal('invalid-argument', missing);
  checkDatacenter(request, context);
  const key = {
    tenancy: tenancyOf(request),
    of,
    name,
    selection: selectionOf(request, context, checkFields),
  };
  return replyConsistent(request, context, healthChecks, key, options);
}
