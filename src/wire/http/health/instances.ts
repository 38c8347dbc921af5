// SPDX-License-Identifier: Apache-2.0
import { instanceFields } from '../../../model/filter/fields/instance.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { Found } from '../../../views/health/candidates.ts';
import { type HealthServiceKey, healthService } from '../../../views/health/service.ts';
import { readBlocking } from '../blocking.ts';
import { cacheHeaders, remember } from '../catalog/cached.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { selectionOf, tagsOf, tenancyOf } from '../filters.ts';
import { checkTenancy, readOptions } from '../read-options.ts';

/** What service, connect and ingress have in common. */
export async function replyInstances(
  request: HttpRequest,
  context: HttpContext,
  by: Found,
): Promise<HttpReply> {
  checkTenancy(request);
  const options = readOptions(request, context);
  refuseSamenessGroup(request);
  const { service = '' } = request.params;
  if (service === '') throw new Refusal('invalid-argument', 'Missing service name');
  const key = {
    tenancy: tenancyOf(request),
    service,
    by,
    passing: isPassingOnly(request),
    tags: tagsOf(request),
    selection: selectionOf(request, context, instanceFields),
    isMerged: request.query.has('merge-central-config'),
  };
  const { value, revision } = await readBlocking(request, context, healthService, key, options);
  const answer = { json: value, index: revision, consistency: options.consistency };
  if (options.index === 0 && !request.query.has('cached')) return answer;
  const question = `${healthService.name} ${healthService.key(key)}`;
  if (!isStreamed(request, key)) {
    return { ...answer, headers: cacheHeaders(request, context, question) };
  }
  // Whoever waits has it kept, and a server itself follows the health of servers.
  if (options.index > 0 || service === 'consul') remember(context, question);
  const headers = cacheHeaders(request, context, question);
  return { ...answer, headers, backend: 'streaming' };
}

// Consul serves readers that wait, and those that take what is kept, from its event stream where that can
// answer them, and says so.
function isStreamed({ query }: HttpRequest, { by, isMerged }: HealthServiceKey): boolean {
  return by !== 'ingress' && !isMerged && (query.get('near') ?? '') === '';
}

function refuseSamenessGroup({ query }: HttpRequest): void {
  if (query.isEmpty) return;
  if ((query.get('sameness-group') || query.get('sg') || '') === '') return;
  if ((query.get('peer') ?? '') !== '') {
    throw new Refusal('invalid-argument', 'peer-name and sameness-group are mutually exclusive');
  }
  throw new Refusal('rpc-error', 'sameness groups are not supported in consul CE');
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
