// SPDX-License-Identifier: Apache-2.0
// The HTTP server: listens, lets clients in, and has their requests served one after another. In: sockets.
// Out: requests. It bounds what a client can make it hold: connections, headers, the time that sending takes.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerOptions as TlsOptions } from 'node:https';
import type { Socket } from 'node:net';
import { answerBroken, type ParserError } from './broken-request.ts';
import { Connections } from './connections.ts';
import type { HttpContext } from './context.ts';
import type { Endpoint } from './endpoint.ts';
import { breakOff, discardRest } from './request-body.ts';
import { Serving } from './serving.ts';
import { DEFAULT_HTTP_SETTINGS, type HttpSettings } from './settings.ts';
import { Stopping } from './stopping.ts';
import { Turns } from './turns.ts';

// How long an answer may take (a blocking query: ten minutes) is not limited.
const ARRIVAL: ArrivalLimits = { headersMs: 20_000, silenceMs: 60_000, checkedEveryMs: 5_000 };
// As Consul: idle connections stay, so that no pool is left with one that has ended; the system finds the dead.
const KEEP_ALIVE = {
  keepAliveTimeout: 0,
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
  requestTimeout: 0,
};
const BACKLOG = 4_096;
// What Go allows beyond a limit of headers.
const HEADER_SLOP_BYTES = 4_096;

/** How long a client may take to send; it is cut off at the next check after that. */
export interface ArrivalLimits {
  /** For all headers of a request. */
  readonly headersMs: number;
  /** Between two parts of a body. */
  readonly silenceMs: number;
  readonly checkedEveryMs: number;
}

export interface HttpServerOptions {
  readonly endpoints: readonly Endpoint[];
  readonly context: HttpContext;
  readonly settings?: Partial<HttpSettings>;
  /** Told of a defect: whatever was thrown that is no Refusal. */
  readonly onDefect: (error: unknown, request: { method: string; path: string }) => void;
  /** Told of every answer of an endpoint and how long it took. */
  readonly onServed?: (endpoint: Endpoint, ms: number) => void;
  readonly arrival?: ArrivalLimits;
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #settings: HttpSettings;
  readonly #arrival: ArrivalLimits;
  readonly #stopping = new Stopping();
  readonly #serving: Serving;
  readonly #servers: Server[] = [];
  readonly #connections: Connections;
  readonly #turns = new Turns<Exchange>();

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#settings = { ...DEFAULT_HTTP_SETTINGS, ...options.settings };
    this.#arrival = options.arrival ?? ARRIVAL;
    this.#connections = new Connections(this.#settings.maxConnectionsPerClient);
    this.#serving = new Serving({
      endpoints: options.endpoints,
      context: options.context,
      settings: this.#settings,
      stopping: this.#stopping,
      silenceMs: this.#arrival.silenceMs,
      onDefect: options.onDefect,
      onServed: options.onServed,
    });
  }

  /**
   * Listens; rejects with the system's error when the address can't be had. Resolves with the port. A host
   * 'unix:///path' is a socket of the file system.
   */
  async listen(host: string, port: number, tls?: TlsOptions): Promise<number> {
    const server = this.#create(tls);
    const at = host.startsWith('unix://') ? { path: host.slice('unix://'.length) } : { host, port };
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ ...at, backlog: BACKLOG }, resolve);
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
    const force = setTimeout(() => this.#connections.destroyAll(), 1_000);
    await Promise.all(closed);
    clearTimeout(force);
  }

  #create(tls: TlsOptions | undefined): Server {
    const limits = {
      ...KEEP_ALIVE,
      headersTimeout: this.#arrival.headersMs,
      connectionsCheckingInterval: this.#arrival.checkedEveryMs,
      maxHeaderSize: this.#settings.maxHeaderBytes + HEADER_SLOP_BYTES,
      // What Consul says of a missing one, we say ourselves.
      requireHostHeader: false,
    };
    const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
      if (this.#connections.wasRefused(incoming.socket)) return;
      const exchange = { incoming, outgoing };
      if (this.#turns.enter(incoming.socket, exchange)) void this.#serve(exchange);
    };
    // Importing Node's HTTP as a module loads a whole client that a server has no use for.
    const server =
      tls === undefined
        ? process.getBuiltinModule('node:http').createServer(limits, onRequest)
        : process.getBuiltinModule('node:https').createServer({ ...limits, ...tls }, onRequest);
    // Whoever sends a request and closes only their own side is answered, as by Go; who is gone can't be told
    // from them until there is an answer, so that nobody is waited for: see `signal` of a request.
    // How many headers there are counts for nothing: their size is limited.
    Object.assign(server, { httpAllowHalfOpen: true, maxHeadersCount: 0 });
    server.on('connection', (socket: Socket) => this.#connections.admit(socket, tls === undefined));
    server.on('clientError', (error, socket) => this.#onBroken(error, socket as Socket));
    server.on('connect', ({ url = '/' }, socket) => {
      socket.end(this.#serving.refuseMethod('CONNECT', url));
    });
    return server;
  }

  // Those before it are answered first. Of a request whose body broke off the endpoint says what that means.
  #onBroken(error: ParserError, socket: Socket): void {
    const answer = (): void => {
      answerBroken(error, socket, ({ method, url }) => this.#serving.refuseMethod(method, url));
    };
    const isGone = error.code === 'ECONNRESET' || !socket.writable;
    const last = isGone ? undefined : this.#turns.unanswered(socket);
    if (last === undefined) return answer();
    // What comes after it has no meaning, and is not read.
    socket.pause();
    const { incoming, outgoing } = last;
    if (incoming.complete) outgoing.once('finish', answer);
    else if (error.code === 'HPE_INVALID_EOF_STATE') breakOff(incoming, outgoing);
    else answer();
  }

  async #serve(exchange: Exchange): Promise<void> {
    const { incoming, outgoing } = exchange;
    try {
      await this.#serving.serve(incoming, outgoing);
      discardRest(incoming, this.#arrival.silenceMs);
    } catch (error) {
      // Without the query: it may hold a token.
      const { method = '', url = '' } = incoming;
      const [path = ''] = url.split('?', 1);
      this.#options.onDefect(error, { method, path });
      outgoing.destroy();
    }
    const next = this.#turns.leave(incoming.socket);
    if (next !== undefined) void this.#serve(next);
  }
}
