// SPDX-License-Identifier: Apache-2.0
// What readers of the catalog and of health narrow an answer with.
import { FilterProblem } from '../../model/filter/expression.ts';
import type { Fields } from '../../model/filter/field.ts';
import { ALL_ROWS, type Filter, filterFor } from '../../model/filter/filter.ts';
import { Refusal } from '../../model/refusal.ts';
import { localTenancy, peerTenancy, type Tenancy } from '../../model/tenancy.ts';
import { EVERYTHING, type Selection } from '../../views/catalog/selection.ts';
import type { HttpContext } from './context.ts';
import type { HttpRequest } from './endpoint.ts';

const FAILED = 'Failed to create boolean expression evaluator: ';
const NONE: readonly never[] = Object.freeze([]);

/** ?filter, ?node-meta and ?near, for answers whose rows have such fields. */
export function selectionOf(
  request: HttpRequest,
  { agent }: HttpContext,
  fields: Fields,
  complaint: string = FAILED,
): Selection {
  if (request.query.isEmpty) return EVERYTHING;
  // Nobody knows how far it is to the nodes of a peer.
  const isOurs = (request.query.get('peer') ?? '') === '';
  const asked = isOurs ? (request.query.get('near') ?? '') : '';
  const near = asked === '_agent' ? agent.nodeName : asked;
  const [nodeMeta, filter] = [nodeMetaOf(request), filterOf(request, fields, complaint)];
  const isAll = nodeMeta.length === 0 && filter === ALL_ROWS && near === '';
  return isAll ? EVERYTHING : { nodeMeta, filter, near };
}

// ?node-meta=key:value, as often as wanted; of one key the last value counts.
function nodeMetaOf({ query }: HttpRequest): Selection['nodeMeta'] {
  const pairs = new Map<string, string>();
  for (const text of query.getAll('node-meta')) {
    const cut = text.indexOf(':');
    if (cut < 0) pairs.set(text, '');
    else pairs.set(text.slice(0, cut), text.slice(cut + 1));
  }
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** ?tag=…, as often as wanted; an instance must have all of them. */
export function tagsOf({ query }: HttpRequest): readonly string[] {
  if (query.isEmpty) return NONE;
  const tags = query.getAll('tag').map((tag) => tag.toLowerCase());
  return tags.length < 2 ? tags : [...new Set(tags)].sort();
}

/** ?peer=…: what was imported through that peering instead of our own. An unknown peer has nothing. */
export function tenancyOf({ query }: HttpRequest): Tenancy {
  if (query.isEmpty) return localTenancy;
  const peer = query.get('peer') ?? '';
  return peer === '' ? localTenancy : peerTenancy(peer.toLowerCase());
}

/** ?filter=…, for rows with such fields; Refusal with the reason, after a complaint, when it is none. */
export function filterOf(
  { query }: HttpRequest,
  fields: Fields,
  complaint: string = FAILED,
): Filter {
  const text = query.isEmpty ? '' : (query.get('filter') ?? '');
  if (text === '') return ALL_ROWS;
  try {
    return filterFor(text, fields);
  } catch (error) {
    if (!(error instanceof FilterProblem)) throw error;
    throw new Refusal('rpc-error', complaint + error.message, { cause: error });
  }
}

/** The same where Consul holds an expression against rows only when there are some, and says so in fewer words. */
export function filterWhenRead({ query }: HttpRequest, fields: Fields, hasRows: boolean): Filter {
  const text = query.isEmpty ? '' : (query.get('filter') ?? '');
  try {
    return filterFor(text, fields);
  } catch (error) {
    if (!(error instanceof FilterProblem)) throw error;
    if (error.isSyntax) throw new Refusal('rpc-error', FAILED + error.message, { cause: error });
    if (!hasRows) return ALL_ROWS;
    throw new Refusal('rpc-error', error.message, { cause: error });
  }
}
