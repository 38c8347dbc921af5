// SPDX-License-Identifier: Apache-2.0
// Waits for one view of the cluster to change, again and again. In: a view and a client. Out: each value once, with
// its index. Trouble on the way is told and ridden out; a question that can't be answered is an error.
import { type Client, type ClientResponse, ResponseError } from '../client.ts';
import type { View } from './views.ts';

const RETRY_MS = 5_000;
const MAX_RETRY_MS = 180_000;

export interface Value {
  /** JSON. */
  readonly text: string;
  /** X-Consul-Index; undefined where there is none. */
  readonly index: string | undefined;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Told of what is being ridden out. */
  readonly onTrouble: (message: string) => void;
  readonly retryMs?: number;
  /** Ask again also when the agent refuses the question: rights may be given later. */
  readonly retriesRefusals?: boolean;
}

/** Ends when the signal is aborted. Throws the error of a question that the agent refuses, unless that is ridden out too. */
export async function* follow(
  client: Client,
  view: View,
  { signal, onTrouble, retryMs = RETRY_MS, retriesRefusals = false }: FollowOptions,
): AsyncGenerator<Value> {
  let last: Value | undefined;
  let mark: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    let answer: { readonly body: string | undefined; readonly mark: string | undefined };
    try {
      answer = await ask(client, view, mark, signal);
    } catch (error) {
      if (signal.aborted) return;
      const isRefusal = error instanceof ResponseError && error.status < 500;
      if (isRefusal && !retriesRefusals) throw error;
      failures += 1;
      const waitMs = Math.min(retryMs * failures ** 2, MAX_RETRY_MS);
      onTrouble(`${(error as Error).message}, retry in ${waitMs / 1_000}s`);
      await pause(waitMs, signal);
      mark = undefined;
      continue;
    }
    failures = 0;
    const text = view.shown(answer.body, view.isByHash ? undefined : mark);
    const isNew = last === undefined || (answer.mark !== mark && text !== last.text);
    mark = nextMark(mark, answer.mark, view);
    if (isNew) {
      last = { text, index: view.isByHash ? undefined : answer.mark };
      yield last;
    }
  }
}

async function ask(client: Client, view: View, mark: string | undefined, signal: AbortSignal) {
  const waiting = view.isByHash ? { hash: mark } : { index: mark };
  let answer: Pick<ClientResponse, 'headers'> & { readonly body: string | undefined };
  try {
    answer = await client.send({ path: view.path, query: { ...view.query, ...waiting }, signal });
  } catch (error) {
    if (!(error instanceof ResponseError) || error.status !== 404) throw error;
    if (error.headers['x-consul-index'] === undefined) throw error;
    answer = { body: undefined, headers: error.headers };
  }
  const header = answer.headers[view.isByHash ? 'x-consul-contenthash' : 'x-consul-index'];
  return { body: answer.body, mark: header?.toString() };
}

/** An index that goes back, or is none, begins anew: the agent was restored or another one answers. */
function nextMark(
  before: string | undefined,
  now: string | undefined,
  { isByHash, path }: View,
): string | undefined {
  if (isByHash || now === undefined || path === '/v1/event/list') return now;
  if (!/^[1-9]\d*$/.test(now)) return undefined;
  return before !== undefined && BigInt(now) < BigInt(before) ? undefined : now;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
