// SPDX-License-Identifier: Apache-2.0
// The HTTP server: routes a request to its endpoint and sends its reply. In: sockets. Out: endpoint
// calls. It knows no endpoint and no rule, and bounds what a client can make it hold: headers, body,
// the time that sending either takes.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerOptions as TlsOptions } from 'node:https';
import type { Socket } from 'node:net';
import { Refusal } from '../../model/refusal.ts';
import type { HttpContext } from './context.ts';
import type { Endpoint, HttpMethod, HttpReply } from './endpoint.ts';
import { NO_QUERY, parseQuery, type Query } from './query.ts';
import { send, sendPlain } from './reply.ts';
import { IncomingRequest } from './request.ts';
import { Stopping } from './stopping.ts';
import { type Allowed, type Found, Router } from './router.ts';
import { parseTarget } from './target.ts';
import { redirectTo, unknownPath, unreadable } from './unrouted.ts';

// Go's client keeps idle connections for 90 s; Node's default of 5 s would reset them in its hands.
const KEEP_ALIVE_MS = 120_000;
// For the headers of a request to arrive, and for all of it; how long its answer may take (a blocking query:
// ten minutes) is not limited.
const ARRIVAL: ArrivalLimits = { headersMs: 20_000, requestMs: 120_000, checkedEveryMs: 5_000 };
const MAX_HEADER_BYTES = 64 * 1024;

/** How long a client may take to send; it is cut off at the next check after that. */
export interface ArrivalLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly checkedEveryMs: number;
}

export interface HttpServerOptions {
  readonly endpoints: readonly Endpoint[];
  readonly context: HttpContext;
  /** Told of a defect: whatever was thrown that is no Refusal. */
  readonly onDefect: (error: unknown, request: { method: string; path: string }) => void;
  /** Told of every answer of an endpoint and how long it took. */
  readonly onServed?: (endpoint: Endpoint, ms: number) => void;
  readonly arrival?: ArrivalLimits;
}

const UI_PATH = '/ui/';

export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #router: Router;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #stopping = new Stopping();

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#router = new Router(options.endpoints);
  }

  /** Listens; rejects with the system's error when the address can't be had. Resolves with the port. */
  async listen(host: string, port: number, tls?: TlsOptions): Promise<number> {
    const arrival = this.#options.arrival ?? ARRIVAL;
    const limits = {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: arrival.headersMs,
      requestTimeout: arrival.requestMs,
      connectionsCheckingInterval: arrival.checkedEveryMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    };
    const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
      this.#serve(incoming, outgoing).catch((error: unknown) => {
        // Without the query: it may hold a token.
        const { method = '', url = '' } = incoming;
        const [path = ''] = url.split('?', 1);
        this.#options.onDefect(error, { method, path });
        outgoing.destroy();
      });
    };
    // Importing Node's HTTP as a module loads a whole client that a server has no use for.
    const server =
      tls === undefined
        ? process.getBuiltinModule('node:http').createServer(limits, onRequest)
        : process.getBuiltinModule('node:https').createServer({ ...limits, ...tls }, onRequest);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: 4_096 }, resolve);
    });
    this.#servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** The same server for clients that speak TLS. */
  overTls(tls: TlsOptions): { readonly listen: (host: string, port: number) => Promise<number> } {
    return { listen: (host, port) => this.listen(host, port, tls) };
  }

  /** Answers those that wait, then ends every connection. */
  async close(): Promise<void> {
    this.#stopping.begin();
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of this.#servers) server.closeIdleConnections();
    const force = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, 1_000);
    await Promise.all(closed);
    clearTimeout(force);
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const method = incoming.method ?? 'GET';
    const target = parseTarget(incoming.url ?? '/');
    if (typeof target === 'string') {
      return sendPlain(incoming, outgoing, unreadable(target, method));
    }
    const { path, search } = target;
    const found = this.#router.find(method, path);
    if (found.kind === 'redirect') {
      return sendPlain(incoming, outgoing, redirectTo(found.path + search, method));
    }
    if (found.kind === 'unknown') {
      const answer = path === '/' ? redirectTo(UI_PATH, method, 301) : unknownPath(decoded(path));
      return sendPlain(incoming, outgoing, answer);
    }
    const query = search === '' ? NO_QUERY : parseQuery(search.slice(1));
    if (query === undefined) return send(incoming, outgoing, { status: 500 }, NO_QUERY);
    if (found.kind === 'method') {
      return send(incoming, outgoing, otherMethod(method, found.allowed), NO_QUERY);
    }
    const startedMs = performance.now();
    const reply = await this.#answer(incoming, outgoing, path, query, found);
    await send(incoming, outgoing, reply, query);
    this.#options.onServed?.(found.endpoint, performance.now() - startedMs);
  }

  async #answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    path: string,
    query: Query,
    { endpoint, params }: Found & { kind: 'endpoint' },
  ): Promise<HttpReply> {
    const method = endpoint.method as HttpMethod;
    const target = { method, path, params, query };
    const request = new IncomingRequest(incoming, outgoing, this.#stopping, target);
    try {
      return await endpoint.handle(request, this.#options.context);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        // A client that went away in the middle of its request is no defect of ours.
        if (!incoming.errored) this.#options.onDefect(error, { method, path });
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

function decoded(path: string): string {
  return path.includes('%') ? decodeURIComponent(path) : path;
}
