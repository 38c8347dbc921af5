// SPDX-License-Identifier: Apache-2.0
// A client of the HTTP API. In: a method, a path, a body. Out: decoded JSON, or an error whose text is
// the one that Consul's tools print. It knows no endpoint, and never prints a token.
import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Readable } from 'node:stream';
import { type AgentAddress, parseAddress } from './address.ts';
import type { ClientOptions } from './options.ts';
import { networkErrorText } from './system-error.ts';

/** The server answered, but not with success. */
export class ResponseError extends Error {
  override readonly name = 'ResponseError';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;

  constructor(status: number, body: string, headers: IncomingHttpHeaders) {
    super(`Unexpected response code: ${status} (${body.trim()})`);
    this.status = status;
    this.headers = headers;
  }
}

export interface ClientRequest {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path below the server, with its parts encoded: '/v1/peering/east'. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON; a text and bytes are sent as they are, and so is what a stream holds. */
  readonly body?: unknown;
  /** Ends the request early; it then throws. */
  readonly signal?: AbortSignal;
}

/** A parameter that is undefined is left out; one with several values is sent several times. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ClientResponse {
  readonly status: number;
  readonly body: string;
  /** X-Consul-Index; 0 when there is none. */
  readonly index: number;
  readonly headers: IncomingHttpHeaders;
}

/** An answer that is read while it comes. */
export interface ClientStream {
  readonly index: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Buffer>;
}

// A tool that runs for 50 ms should not spend 20 on what it doesn't use. Importing Node's HTTP as a module touches
// every export of it, and with them a whole second client; TLS is loaded where it is spoken.
const http = () => process.getBuiltinModule('node:http');
const https = () => process.getBuiltinModule('node:https');

// Longer than any answer that a tool should wait for: a blocking query is at most ten minutes.
const TIMEOUT_MS = 11 * 60_000;

export class Client {
  readonly #options: ClientOptions;
  readonly #address: AgentAddress;
  readonly #agent: Agent;

  /** Throws an Error for an address that is none. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#address = parseAddress(options.address, options.usesTls ?? false);
    this.#agent = agentOf(this.#address, options);
  }

  /** Name or address of the agent's machine; 'localhost' behind a Unix socket. */
  get host(): string {
    return this.#address.host;
  }

  /** The ACL token that requests are made with; for handing on to a proxy, never for printing. */
  get token(): string {
    return this.#options.token;
  }

  /** The decoded JSON of a successful answer; throws ResponseError, or the system's error. */
  async json<T>(request: ClientRequest): Promise<T> {
    return (await this.#decoded(request)).value as T;
  }

  /** The JSON as it was sent, for what decoding would change: numbers of 64 bits. */
  async jsonText(request: ClientRequest): Promise<string> {
    return (await this.#decoded(request)).body;
  }

  /** As json, but undefined for a 404. */
  async find<T>(request: ClientRequest): Promise<T | undefined> {
    return unlessMissing(this.json<T>(request));
  }

  /** As jsonText, but undefined for a 404. */
  async findText(request: ClientRequest): Promise<string | undefined> {
    return unlessMissing(this.jsonText(request));
  }

  async send(request: ClientRequest): Promise<ClientResponse> {
    const message = await this.#request(request);
    const body = await whole(message);
    const status = message.statusCode ?? 0;
    if (!isSuccess(status)) throw new ResponseError(status, body, message.headers);
    return { status, body, index: indexOf(message), headers: message.headers };
  }

  /** The answer as it comes, for what is long or never ends. Throws as send does. */
  async stream(request: ClientRequest): Promise<ClientStream> {
    const message = await this.#request(request);
    const status = message.statusCode ?? 0;
    if (!isSuccess(status)) {
      throw new ResponseError(status, await whole(message), message.headers);
    }
    return { index: indexOf(message), headers: message.headers, body: message };
  }

  async #decoded(request: ClientRequest): Promise<{ body: string; value: unknown }> {
    const { body } = await this.send(request);
    if (body === '') return { body, value: undefined };
    try {
      return { body, value: JSON.parse(body) };
    } catch (error) {
      const place = `${request.method ?? 'GET'} ${request.path}`;
      throw new Error(`the answer to ${place} is not JSON; is this the HTTP port of an agent?`, {
        cause: error,
      });
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #request({ method = 'GET', path, query, body, signal }: ClientRequest): Promise<IncomingMessage> {
    const { isTls, socketPath, origin } = this.#address;
    const target = `${path}${this.#parameters(method, query)}`;
    const { hostname, port, pathname } = new URL(origin);
    const payload = isStream(body) || body === undefined ? undefined : encode(body);
    const options: RequestOptions = {
      method,
      // Not through a URL, which would resolve the dots of a key such as 'a/../b'.
      path: `${pathname.replace(/\/$/, '')}${target}`,
      headers: this.#headers(payload),
      agent: this.#agent,
      timeout: TIMEOUT_MS,
      ...(signal === undefined ? {} : { signal }),
      ...(socketPath === undefined
        ? { host: hostname.replace(/^\[|\]$/g, ''), ...(port === '' ? {} : { port }) }
        : { socketPath }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = (isTls ? https() : http()).request(options, resolve);
      outgoing.on('error', (error) => {
        // What was tried belongs to the message: a reason alone doesn't say which agent.
        const verb = method.charAt(0) + method.slice(1).toLowerCase();
        const reason = networkErrorText(error);
        const where = `${socketPath === undefined ? origin : `unix://${socketPath}`}${target}`;
        reject(new Error(`${verb} "${where}": ${reason}`, { cause: error }));
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
      if (isStream(body)) {
        body.on('error', (error) => outgoing.destroy(error)).pipe(outgoing);
      } else {
        outgoing.end(payload);
      }
    });
  }

  /** '?dc=…&…' by name, or '' where there is none. */
  #parameters(method: string, query: Query = {}): string {
    const { datacenter, namespace, partition, stale = false } = this.#options;
    const everywhere: Query = {
      dc: datacenter || undefined,
      ns: namespace,
      partition,
      stale: stale && method === 'GET' ? '' : undefined,
    };
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...everywhere, ...query })) {
      for (const item of [value ?? []].flat()) parameters.append(name, item);
    }
    parameters.sort();
    return parameters.size === 0 ? '' : `?${parameters.toString()}`;
  }

  #headers(payload: Buffer | undefined): Record<string, string> {
    const { token, auth } = this.#options;
    const headers: Record<string, string> = { 'User-Agent': 'causeway' };
    if (token !== '') headers['X-Consul-Token'] = token;
    if (auth !== undefined) {
      const credentials = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
      headers['Authorization'] = `Basic ${credentials}`;
    }
    if (payload !== undefined) {
      headers['Content-Type'] = 'application/json';
      headers['Content-Length'] = String(payload.length);
    }
    return headers;
  }
}

function agentOf(
  { isTls }: AgentAddress,
  { tls: { serverName, verify, ...pem } }: ClientOptions,
): Agent {
  if (!isTls) return new (http().Agent)({ keepAlive: true });
  return new (https().Agent)({
    keepAlive: true,
    rejectUnauthorized: verify,
    ...pem,
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResponseError && error.status === 404) return undefined;
    throw error;
  }
}

function encode(body: unknown): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function isStream(body: unknown): body is Readable {
  return typeof (body as { pipe?: unknown } | undefined)?.pipe === 'function';
}

async function whole(message: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

const indexOf = ({ headers }: IncomingMessage): number => Number(headers['x-consul-index'] ?? 0);
