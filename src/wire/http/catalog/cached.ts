// SPDX-License-Identifier: Apache-2.0
// What ?cached answers. Consul's agents keep answers for those who can do with an older one, and say whether
// they had it. Here every answer is kept and is current: the first time it had to be found, and after that
// it was there and is no second old.
import type { View } from '../../../views/engine/view.ts';
import { replyConsistent } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { type ReadOptions, readOptions } from '../read-options.ts';

// Past them the question that was not asked for longest counts as new.
const MAX_QUESTIONS = 1_024;

const asked = new WeakMap<HttpContext, Set<string>>();
const NOTHING: Readonly<Record<string, string>> = {};
export const MISS: Readonly<Record<string, string>> = { 'X-Cache': 'MISS' };
export const HIT: Readonly<Record<string, string>> = { 'X-Cache': 'HIT', Age: '0' };

/**
 * Headers for a request that asks `question` and may be ?cached; equal questions have equal answers. What Consul's agents
 * do not keep up to date by themselves is looked up again for whoever insists.
 */
export function cacheHeaders(
  { query, headers }: HttpRequest,
  context: HttpContext,
  question: string,
  isKeptUpToDate = true,
): Readonly<Record<string, string>> {
  if (query.isEmpty || !query.has('cached')) return NOTHING;
  const isKept = remember(context, question);
  const insists = !isKeptUpToDate && mustRevalidate(headers['cache-control']);
  return isKept && !insists ? HIT : MISS;
}

function mustRevalidate(header = ''): boolean {
  return header
    .toLowerCase()
    .split(',')
    .some((part) => /^(?:must-revalidate|max-age=[+-]?0+)$/.test(part.trim()));
}

/** Notes that an answer is kept from now on; whether it was already. */
export function remember(context: HttpContext, question: string): boolean {
  let questions = asked.get(context);
  if (questions === undefined) asked.set(context, (questions = new Set()));
  const isKept = questions.delete(question);
  questions.add(question);
  const [oldest] = questions.size > MAX_QUESTIONS ? questions : [];
  if (oldest !== undefined) questions.delete(oldest);
  return isKept;
}

/** A JSON answer from a view that may be ?cached. */
export async function replyCached<K, V>(
  request: HttpRequest,
  context: HttpContext,
  view: View<K, V>,
  key: K,
  options: ReadOptions = readOptions(request, context),
): Promise<HttpReply> {
  const reply = await replyConsistent(request, context, view, key, options);
  if (!request.query.has('cached')) return reply;
  return { ...reply, headers: cacheHeaders(request, context, `${view.name} ${view.key(key)}`) };
}
