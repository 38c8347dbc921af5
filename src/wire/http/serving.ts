// SPDX-License-Identifier: Apache-2.0
// From a request to its answer: reads what is asked for, finds the endpoint, asks it, writes what it says.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../../model/refusal.ts';
import type { HttpContext } from './context.ts';
import type { Endpoint, HttpMethod, HttpReply } from './endpoint.ts';
import { Gate } from './gate.ts';
import { NO_QUERY, parseQuery, type Query } from './query.ts';
import { ReplyWriter } from './reply.ts';
import { IncomingRequest } from './request.ts';
import { type Allowed, type Found, Router } from './router.ts';
import type { HttpSettings } from './settings.ts';
import type { Stopping } from './stopping.ts';
import { headProblem, parseTarget, type Target } from './target.ts';
import { elsewhere, redirectTo, unreadable } from './unrouted.ts';
import { unescapePath } from './unescape.ts';

export interface ServingOptions {
  readonly endpoints: readonly Endpoint[];
  readonly context: HttpContext;
  readonly settings: HttpSettings;
  readonly stopping: Stopping;
  /** How long a client may stay silent in the middle of a body. */
  readonly silenceMs: number;
  /** Told of a defect: whatever was thrown that is no Refusal. */
  readonly onDefect: (error: unknown, request: { method: string; path: string }) => void;
  /** Told of every answer of an endpoint and how long it took. */
  readonly onServed: ((endpoint: Endpoint, ms: number) => void) | undefined;
}

/** Whom to ask, for what. */
interface Asking {
  readonly ask: Found & { kind: 'endpoint' };
  readonly path: string;
  readonly query: Query;
}

/** What is to be done about a request: answer as an endpoint would, or ask the endpoint itself. */
type Decision = { readonly reply: HttpReply } | Asking;

type RoutedTo = Found & { kind: 'endpoint' | 'method' };

export class Serving {
  readonly #options: ServingOptions;
  readonly #router: Router;
  readonly #gate: Gate;
  readonly #writer: ReplyWriter;

  constructor(options: ServingOptions) {
    this.#options = options;
    this.#router = new Router(options.endpoints);
    this.#gate = new Gate(options.settings);
    this.#writer = new ReplyWriter(options.settings.responseHeaders);
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const target = headProblem(incoming) ?? parseTarget(url);
    if (typeof target === 'string') {
      return this.#writer.sendPlain(incoming, outgoing, unreadable(target, method));
    }
    const found = this.#router.find(method, target.path);
    if (found.kind === 'redirect') {
      const answer = redirectTo(found.path + target.search, method);
      return this.#writer.sendPlain(incoming, outgoing, answer);
    }
    if (found.kind === 'unknown') {
      const answer = elsewhere(method, unescapePath(target.path), this.#options.settings.uiPath);
      return this.#writer.sendPlain(incoming, outgoing, answer);
    }
    const decision = this.#decide(method, target, found, incoming.socket.remoteAddress ?? '');
    if ('reply' in decision) {
      return this.#writer.send(incoming, outgoing, decision.reply, NO_QUERY);
    }
    const startedMs = performance.now();
    const reply = await this.#ask(incoming, outgoing, decision);
    await this.#writer.send(incoming, outgoing, reply, decision.query);
    this.#options.onServed?.(decision.ask.endpoint, performance.now() - startedMs);
  }

  /** The answer to a method that no endpoint can have, as text. */
  refuseMethod(method: string, url: string): string {
    const target = parseTarget(url);
    if (typeof target === 'string') return this.#writer.plainAsText(unreadable(target, method));
    const found = this.#router.find(method, target.path);
    if (found.kind === 'redirect') {
      return this.#writer.plainAsText(redirectTo(found.path + target.search, method));
    }
    // An endpoint can't be, of such a method.
    if (found.kind !== 'method') {
      const path = unescapePath(target.path);
      return this.#writer.plainAsText(elsewhere(method, path, this.#options.settings.uiPath));
    }
    const decision = this.#decide(method, target, found, '');
    const reply = 'reply' in decision ? decision.reply : { status: 405 };
    return this.#writer.asText(reply);
  }

  // In Consul's order: the query, the path, the method, the client.
  #decide(method: string, { path, search }: Target, found: RoutedTo, address: string): Decision {
    const query = search === '' ? NO_QUERY : parseQuery(search.slice(1));
    if (query === undefined) return { reply: { status: 500 } };
    const blocked = this.#gate.ofPath(unescapePath(path));
    if (blocked !== undefined) return { reply: blocked };
    if (found.kind === 'method') return { reply: otherMethod(method, found.allowed) };
    const restricted = this.#gate.ofClient(method, address);
    return restricted === undefined ? { ask: found, path, query } : { reply: restricted };
  }

  async #ask(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { ask: { endpoint, params }, path, query }: Asking,
  ): Promise<HttpReply> {
    const method = endpoint.method as HttpMethod;
    const { stopping, silenceMs, context, onDefect } = this.#options;
    const target = { method, path, params, query };
    const request = new IncomingRequest(incoming, outgoing, { stopping, silenceMs, target });
    try {
      return await endpoint.handle(request, context);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        // A client that went away in the middle of its request is no defect of ours.
        if (!incoming.errored) onDefect(error, { method, path });
        return { status: 500, text: 'internal error' };
      }
      const reply: HttpReply = { status: error.httpStatus, text: error.message };
      const showsIndex = endpoint.showsIndexOnFailure === true && error.httpStatus === 500;
      return showsIndex ? { ...reply, index: 1 } : reply;
    }
  }
}

function otherMethod(method: string, allowed: Allowed): HttpReply {
  if (method !== 'OPTIONS') {
    const headers = { Allow: allowed.toOthers };
    return { status: 405, headers, text: `method ${method} not allowed` };
  }
  const headers = { Allow: allowed.toOptions };
  return allowed.hasBody ? { headers, json: {} } : { headers };
}
