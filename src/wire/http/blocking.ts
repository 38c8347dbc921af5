// SPDX-License-Identifier: Apache-2.0
// Blocking queries: wait until a view's value has changed after `index`, then answer with its revision.
// The rules of the parameters and of the wait are Consul's (API features: blocking queries).
import { Refusal } from '../../model/refusal.ts';
import { parseDurationMs } from '../../model/duration.ts';
import type { Versioned, View } from '../../views/engine/view.ts';
import type { HttpContext } from './context.ts';
import type { HttpReply, HttpRequest } from './endpoint.ts';

const DEFAULT_WAIT_MS = 5 * 60_000;
const MAX_WAIT_MS = 10 * 60_000;
// A herd of clients that wait for the same thing should not all come back at once.
const JITTER_FRACTION = 16;

/** The value of a view, at once or, with `?index`, when it has changed or the wait is over. */
export async function readBlocking<K, V>(
  request: HttpRequest,
  context: HttpContext,
  view: View<K, V>,
  key: K,
): Promise<Versioned<V>> {
  const { index, waitMs } = blockingParameters(request);
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

function blockingParameters(request: HttpRequest): { index: number; waitMs: number } {
  const indexText = request.query.get('index') ?? '';
  if (indexText !== '' && !/^\d{1,20}$/.test(indexText)) {
    throw new Refusal('invalid-argument', 'Invalid index');
  }
  const waitText = request.query.get('wait') ?? '';
  const asked = waitText === '' ? DEFAULT_WAIT_MS : parseDurationMs(waitText);
  if (asked === undefined) throw new Refusal('invalid-argument', 'Invalid wait time');
  const waitMs = Math.min(asked <= 0 ? DEFAULT_WAIT_MS : asked, MAX_WAIT_MS);
  return { index: Number(indexText), waitMs: waitMs + (Math.random() * waitMs) / JITTER_FRACTION };
}
