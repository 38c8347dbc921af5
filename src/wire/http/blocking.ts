// SPDX-License-Identifier: Apache-2.0
// Blocking queries: wait until a view's value has changed after `index`, then answer with its revision.
// The rules of the parameters and of the wait are Consul's (API features: blocking queries).
import type { Versioned, View } from '../../views/engine/view.ts';
import type { HttpContext } from './context.ts';
import type { HttpReply, HttpRequest } from './endpoint.ts';
import { type ReadOptions, readOptions } from './read-options.ts';

/** The value of a view, at once or, with `?index`, when it has changed or the wait is over. */
export async function readBlocking<K, V>(
  request: HttpRequest,
  context: HttpContext,
  view: View<K, V>,
  key: K,
  options: ReadOptions = readOptions(request, context),
): Promise<Versioned<V>> {
  const { index, waitMs } = options;
  if (index === 0) return context.views.get(view, key);
  return context.views.above(view, key, index, waitMs, request.signal);
}

/** A JSON answer from a view; the value itself is what is serialised, once for all its readers. */
export async function replyBlocking<K, V>(
  request: HttpRequest,
  context: HttpContext,
  view: View<K, V>,
  key: K,
): Promise<HttpReply> {
  const { value, revision } = await readBlocking(request, context, view, key);
  return { json: value, index: revision };
}

/** The same for the catalog's and the health endpoints, which also say how consistent the answer is. */
export async function replyConsistent<K, V>(
  request: HttpRequest,
  context: HttpContext,
  view: View<K, V>,
  key: K,
  options: ReadOptions = readOptions(request, context),
): Promise<HttpReply> {
  const { value, revision } = await readBlocking(request, context, view, key, options);
  return { json: value, index: revision, consistency: options.consistency };
}

/** What a few of Consul's answers repeat of their headers in the body. */
export function queryMeta(revision: number, { consistency }: Pick<ReadOptions, 'consistency'>) {
  return {
    Index: revision,
    LastContact: 0,
    KnownLeader: true,
    ConsistencyLevel: consistency,
    NotModified: false,
    Backend: 0,
    ResultsFilteredByACLs: false,
  };
}
