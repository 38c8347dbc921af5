// SPDX-License-Identifier: Apache-2.0
import { instanceFields } from '../../../model/filter/fields/instance.ts';
import { Refusal } from '../../../model/refusal.ts';
import { healthService } from '../../../views/health/service.ts';
import { readBlocking } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { selectionOf, tagsOf, tenancyOf } from '../filters.ts';
import { checkTenancy, readOptions } from '../read-options.ts';

/** What service and connect have in common: the instances by their own name, or by the one they speak for. */
export async function replyInstances(
  request: HttpRequest,
  context: HttpContext,
  by: 'name' | 'mesh',
): Promise<HttpReply> {
  checkTenancy(request);
  const tenancy = tenancyOf(request);
  const { service = '' } = request.params;
  if (service === '') throw new Refusal('invalid-argument', 'Missing service name');
  const options = readOptions(request, context);
  const [tags, selection] = [tagsOf(request), selectionOf(request, context, instanceFields)];
  const key = { tenancy, service, by, passing: isPassingOnly(request), tags, selection };
  const { value, revision } = await readBlocking(request, context, healthService, key, options);
  const answer = { json: value, index: revision, consistency: options.consistency };
  // Consul serves readers that wait from its event stream and says so.
  const isStreamed = options.index > 0 && by === 'name';
  return isStreamed ? { ...answer, backend: 'streaming' } : answer;
}

// ?passing and ?passing=1 mean yes.
function isPassingOnly({ query }: HttpRequest): boolean {
  if (query.isEmpty) return false;
  const text = query.get('passing');
  if (text === null || text === '') return text === '';
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(?:0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new Refusal('invalid-argument', 'Invalid value for ?passing');
}
