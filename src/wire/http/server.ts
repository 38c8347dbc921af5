// SPDX-License-Identifier: Apache-2.0
// The HTTP server: routes a request to its endpoint and writes its reply with the headers that Consul's
// clients expect. In: sockets. Out: endpoint calls. It knows no endpoint and no rule.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import findMyWay from 'find-my-way';
import { Refusal } from '../../model/refusal.ts';
import type { HttpContext } from './context.ts';
import type { Endpoint, HttpMethod, HttpReply, HttpRequest } from './endpoint.ts';
import { jsonBytes } from './json.ts';

// Consul's limit for most bodies is larger; none that it documents needs more than this.
const MAX_BODY_BYTES = 8 * 1024 * 1024;
// Go's client keeps idle connections for 90 s; Node's default of 5 s would reset them in its hands.
const KEEP_ALIVE_MS = 120_000;

export interface HttpServerOptions {
  readonly endpoints: readonly Endpoint[];
  readonly context: HttpContext;
  /** Told of a defect: whatever was thrown that is no Refusal. */
  readonly onDefect: (error: unknown, request: { method: string; path: string }) => void;
}

type Route = { readonly endpoint: Endpoint };

export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #router = findMyWay({ ignoreTrailingSlash: false, maxParamLength: 4_096 });
  readonly #methods = new Map<string, Set<string>>();
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #stopping = new AbortController();

  constructor(options: HttpServerOptions) {
    this.#options = options;
    for (const endpoint of options.endpoints) {
      this.#router.on(endpoint.method, endpoint.path, () => {}, { endpoint } satisfies Route);
      const methods = this.#methods.get(endpoint.path) ?? new Set();
      this.#methods.set(endpoint.path, methods.add(endpoint.method));
    }
  }

  /** Listens; rejects with the system's error when the address can't be had. Resolves with the port. */
  async listen(host: string, port: number): Promise<number> {
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
      void this.#serve(incoming, outgoing);
    });
    // A blocking query may be silent for ten minutes.
    server.requestTimeout = 0;
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

  /** Answers those that wait, then ends every connection. */
  async close(): Promise<void> {
    this.#stopping.abort();
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of this.#servers) server.closeIdleConnections();
    const force = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, 1_000);
    await Promise.all(closed);
    clearTimeout(force);
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const target = incoming.url ?? '/';
    const cut = target.indexOf('?');
    const path = cut < 0 ? target : target.slice(0, cut);
    const method = incoming.method ?? 'GET';
    let reply: HttpReply;
    let request: HttpRequest | undefined;
    try {
      const found = this.#router.find(method as HttpMethod, path);
      if (found === null) {
        reply = this.#unrouted(method, path);
      } else {
        const query = new URLSearchParams(cut < 0 ? '' : target.slice(cut + 1));
        const params = found.params as Record<string, string>;
        request = this.#request(incoming, outgoing, method as HttpMethod, path, params, query);
        const { endpoint } = found.store as Route;
        reply = await endpoint.handle(request, this.#options.context);
      }
    } catch (error) {
      reply = this.#refused(error, method, path);
    }
    send(outgoing, reply, request);
  }

  #request(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    method: HttpMethod,
    path: string,
    params: Record<string, string>,
    query: URLSearchParams,
  ): HttpRequest {
    let controller: AbortController | undefined;
    const stopping = this.#stopping.signal;
    return {
      method,
      path,
      params,
      query,
      headers: incoming.headers,
      token: tokenOf(incoming, query),
      // Made when it is asked for: most requests never wait.
      get signal() {
        if (controller === undefined) {
          const created = new AbortController();
          const abort = () => created.abort();
          outgoing.once('close', () => {
            stopping.removeEventListener('abort', abort);
            abort();
          });
          stopping.addEventListener('abort', abort);
          if (stopping.aborted) abort();
          controller = created;
        }
        return controller.signal;
      },
      body: () => readBody(incoming),
    };
  }

  #unrouted(method: string, path: string): HttpReply {
    const allowed = new Set<string>();
    for (const [template, methods] of this.#methods) {
      const [some] = methods;
      const found = this.#router.find(some as HttpMethod, path);
      if (found !== null && (found.store as Route).endpoint.path === template) {
        for (const name of methods) allowed.add(name);
      }
    }
    if (allowed.size === 0)
      return { status: 404, text: `Invalid URL path: not a recognized HTTP API endpoint` };
    const allow = ['OPTIONS', ...[...allowed].sort()].join(',');
    if (method === 'OPTIONS') return { headers: { Allow: allow }, text: '' };
    return { status: 405, headers: { Allow: allow }, text: `method ${method} not allowed` };
  }

  #refused(error: unknown, method: string, path: string): HttpReply {
    if (error instanceof Refusal) return { status: error.httpStatus, text: error.message };
    this.#options.onDefect(error, { method, path });
    return { status: 500, text: 'internal error' };
  }
}

function send(outgoing: ServerResponse, reply: HttpReply, request: HttpRequest | undefined): void {
  if (outgoing.destroyed) return;
  const headers: Record<string, string> = { Vary: 'Accept-Encoding' };
  headers['X-Consul-Default-Acl-Policy'] = 'allow';
  if (reply.index !== undefined) {
    headers['X-Consul-Index'] = String(Math.max(reply.index, 1));
    headers['X-Consul-Knownleader'] = 'true';
    headers['X-Consul-Lastcontact'] = '0';
    headers['X-Consul-Query-Backend'] = 'blocking-query';
    headers['X-Consul-Effective-Consistency'] = request?.query.has('stale') ? 'stale' : 'leader';
  }
  let body: Uint8Array;
  if (reply.json !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = request?.query.has('pretty')
      ? Buffer.from(`${JSON.stringify(reply.json, null, 4)}\n`)
      : jsonBytes(reply.json);
  } else {
    body = reply.bytes ?? Buffer.from(reply.text ?? '');
    if (body.length > 0) headers['Content-Type'] = 'text/plain; charset=utf-8';
  }
  Object.assign(headers, reply.headers);
  headers['Content-Length'] = String(body.length);
  outgoing.writeHead(reply.status ?? 200, headers);
  outgoing.end(body);
}

function tokenOf(incoming: IncomingMessage, query: URLSearchParams): string {
  const header = incoming.headers['x-consul-token'];
  if (typeof header === 'string' && header !== '') return header;
  const bearer = /^Bearer\s+(\S+)$/i.exec(incoming.headers.authorization ?? '');
  return bearer?.[1] ?? query.get('token') ?? '';
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new Refusal('too-large', `Request body too large, max size: ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
