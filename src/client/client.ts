// SPDX-License-Identifier: Apache-2.0
// A client of the HTTP API. In: a method, a path, a body. Out: decoded JSON and the index, or an error
// whose text is the one that Consul's tools print. It knows no endpoint.
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ClientOptions } from './address.ts';

/** The server answered, but not with success. */
export class ResponseError extends Error {
  override readonly name = 'ResponseError';
  readonly status: number;

  constructor(status: number, body: string) {
    super(`Unexpected response code: ${status} (${body.trim()})`);
    this.status = status;
  }
}

export interface ClientRequest {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path below the server, with its parts encoded: '/v1/peering/east'. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface ClientResponse {
  readonly status: number;
  readonly body: string;
  /** X-Consul-Index; 0 when there is none. */
  readonly index: number;
}

// Longer than any answer that a tool should wait for: a blocking query is at most ten minutes.
const TIMEOUT_MS = 11 * 60_000;

export class Client {
  readonly #options: ClientOptions;
  readonly #agent: HttpAgent;

  constructor(options: ClientOptions) {
    this.#options = options;
    const { ca, cert, key, serverName, verify } = options.tls;
    this.#agent = options.address.startsWith('https:')
      ? new HttpsAgent({
          keepAlive: true,
          rejectUnauthorized: verify,
          ...(ca === undefined ? {} : { ca }),
          ...(cert === undefined ? {} : { cert }),
          ...(key === undefined ? {} : { key }),
          ...(serverName === undefined ? {} : { servername: serverName }),
        })
      : new HttpAgent({ keepAlive: true });
  }

  get address(): string {
    return this.#options.address;
  }

  /** The ACL token that requests are made with; for handing on to a proxy, never for printing. */
  get token(): string {
    return this.#options.token;
  }

  /** The decoded JSON of a successful answer; throws ResponseError, or the system's error. */
  async json<T>(request: ClientRequest): Promise<T> {
    const { body } = await this.send(request);
    return (body === '' ? undefined : JSON.parse(body)) as T;
  }

  /** As json, but undefined for a 404. */
  async find<T>(request: ClientRequest): Promise<T | undefined> {
    try {
      return await this.json<T>(request);
    } catch (error) {
      if (error instanceof ResponseError && error.status === 404) return undefined;
      throw error;
    }
  }

  async send(request: ClientRequest): Promise<ClientResponse> {
    const message = await this.#request(request);
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const status = message.statusCode ?? 0;
    if (status < 200 || status > 299) throw new ResponseError(status, body);
    return { status, body, index: Number(message.headers['x-consul-index'] ?? 0) };
  }

  close(): void {
    this.#agent.destroy();
  }

  #request({ method = 'GET', path, query, body, signal }: ClientRequest): Promise<IncomingMessage> {
    const { address, token, datacenter } = this.#options;
    const isUnix = address.startsWith('unix://');
    const url = new URL(path, isUnix ? 'http://unix' : address);
    if (datacenter !== '') url.searchParams.set('dc', datacenter);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const payload = body === undefined ? undefined : encode(body);
    const headers: Record<string, string> = { 'User-Agent': 'causeway' };
    if (token !== '') headers['X-Consul-Token'] = token;
    if (payload !== undefined) headers['Content-Length'] = String(payload.length);
    const options = {
      method,
      headers,
      agent: this.#agent,
      timeout: TIMEOUT_MS,
      ...(isUnix ? { socketPath: address.slice('unix://'.length) } : {}),
      ...(signal === undefined ? {} : { signal }),
    };
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const outgoing = send(url, options, resolve);
      outgoing.on('error', (error) => reject(reachable(error, method, url)));
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
      outgoing.end(payload);
    });
  }
}

function encode(body: unknown): Buffer {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return Buffer.from(body as string);
  return Buffer.from(JSON.stringify(body));
}

// What was tried belongs to the message: 'connect ECONNREFUSED' alone doesn't say which agent.
function reachable(error: Error, method: string, url: URL): Error {
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  return new Error(`${verb} "${url.origin}${url.pathname}": ${error.message}`, { cause: error });
}
