// SPDX-License-Identifier: Apache-2.0
import { instanceFields } from '../../../model/filter/fields/instance.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { Found } from '../../../views/health/candidates.ts';
import { healthService, type HealthServiceKey } from '../../../views/health/service.ts';
import { readBlocking } from '../blocking.ts';
import { cacheHeaders, remember } from '../catalog/cached.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { selectionOf, tagsOf, tenancyOf } from '../filters.ts';
import {
  checkDatacenter,
  checkTenancy,
  type ReadOptions,
  readOptionsAnywhere,
} from '../read-options.ts';

/** What service, connect and ingress have in common. */
export async function replyInstances(
  request: HttpRequest,
  context: HttpContext,
  by: Found,
): Promise<HttpReply> {
  checkTenancy(request);
  const options = readOptionsAnywhere(request, context);
  const hasGroup = hasSamenessGroup(request);
  const { service = '' } = request.params;
  if (service === '') throw new Refusal('invalid-argument', 'Missing service name');
  const passing = isPassingOnly(request);
  if (hasGroup) throw new Refusal('rpc-error', 'sameness groups are not supported in consul CE');
  checkDatacenter(request, context);
  const isMerged = request.query.has('merge-central-config');
  const isStreamed = isStreaming(request, by, isMerged, options);
  // What evaluates expressions on a stream complains in fewer words.
  const complaint = isStreamed ? '' : undefined;
  const key = {
    tenancy: tenancyOf(request),
    service,
    ...wantedBy(by, tagsOf(request)),
    passing,
    selection: selectionOf(request, context, instanceFields, complaint),
    isMerged,
  };
  const { value, revision } = await readBlocking(request, context, healthService, key, options);
  const answer = { json: value, index: revision, consistency: options.consistency };
  if (options.index === 0 && !request.query.has('cached')) return answer;
  const question = `${healthService.name} ${healthService.key(key)}`;
  if (!isStreamed) {
    return { ...answer, headers: cacheHeaders(request, context, question) };
  }
  // Whoever waits has it kept, and a server itself follows the health of servers.
  if (options.index > 0 || service === 'consul') remember(context, question);
  const headers = cacheHeaders(request, context, question);
  return { ...answer, headers, backend: 'streaming' };
}

// As Consul has it: tags count for nothing in the mesh, and are those of the service, not of gateways that lead to it.
function wantedBy(by: Found, tags: readonly string[]): Pick<HealthServiceKey, 'by' | 'tags'> {
  if (by === 'mesh') return { by, tags: [] };
  return { by: tags.length > 0 ? 'name' : by, tags };
}

// Consul serves readers that wait, and those that take what is kept, from its event stream where that can
// answer them, and says so.
function isStreaming(
  { query }: HttpRequest,
  by: Found,
  isMerged: boolean,
  { index }: ReadOptions,
): boolean {
  if (index === 0 && !query.has('cached')) return false;
  return by !== 'ingress' && !isMerged && (query.get('near') ?? '') === '';
}

function hasSamenessGroup({ query }: HttpRequest): boolean {
  if (query.isEmpty) return false;
  if ((query.get('sameness-group') || query.get('sg') || '') === '') return false;
  if ((query.get('peer') ?? '') !== '') {
    throw new Refusal('invalid-argument', 'peer-name and sameness-group are mutually exclusive');
  }
  return true;
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
