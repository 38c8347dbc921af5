// SPDX-License-Identifier: Apache-2.0
// What readers of the catalog and of health narrow an answer with.
import { Refusal } from '../../model/refusal.ts';
import { localTenancy, peerTenancy, type Tenancy } from '../../model/tenancy.ts';
import type { NodeMetaFilter } from '../../views/catalog/node-meta.ts';
import type { HttpRequest } from './endpoint.ts';

const NONE: readonly never[] = Object.freeze([]);

/** ?node-meta=key:value, as often as wanted. */
export function nodeMetaOf({ query }: HttpRequest): NodeMetaFilter {
  if (query.isEmpty) return NONE;
  const pairs = query.getAll('node-meta').map((text) => {
    const cut = text.indexOf(':');
    return cut < 0 ? ([text, ''] as const) : ([text.slice(0, cut), text.slice(cut + 1)] as const);
  });
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** ?tag=…, as often as wanted; an instance must have all of them. */
export function tagsOf({ query }: HttpRequest): readonly string[] {
  if (query.isEmpty) return NONE;
  return query
    .getAll('tag')
    .filter((tag) => tag !== '')
    .map((tag) => tag.toLowerCase())
    .sort();
}

/** ?peer=…: what was imported through that peering instead of our own. An unknown peer has nothing. */
export function tenancyOf({ query }: HttpRequest): Tenancy {
  if (query.isEmpty) return localTenancy;
  const peer = query.get('peer') ?? '';
  if (peer === '') return localTenancy;
  if ((query.get('sg') ?? '') !== '' || (query.get('sameness-group') ?? '') !== '') {
    throw new Refusal('invalid-argument', 'peer-name and sameness-group are mutually exclusive');
  }
  return peerTenancy(peer.toLowerCase());
}

/** Filter expressions are not understood here; better no answer than one that was not filtered. */
export function refuseFilter({ query }: HttpRequest): void {
  if (query.isEmpty || (query.get('filter') ?? '') === '') return;
  throw new Refusal(
    'rpc-error',
    'Failed to create boolean expression evaluator: filter expressions are not supported yet',
  );
}
