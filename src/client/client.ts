// SPDX-License-Identifier: Apache-2.0
// A client of the HTTP API. In: a method, a path, a body. Out: decoded JSON, or an error whose text is
// the one that Consul's tools print. It knows no endpoint, and never prints a token.
import type { Agent, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { type AgentAddress, parseAddress } from './address.ts';
import type { ClientOptions } from './options.ts';
import { networkErrorText } from './system-error.ts';

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
  readonly query?: Query;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
}

/** A parameter that is undefined is left out; one with several values is sent several times. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ClientResponse {
  readonly status: number;
  readonly body: string;
  /** X-Consul-Index; 0 when there is none. */
  readonly index: number;
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

  #request({ method = 'GET', path, query, body }: ClientRequest): Promise<IncomingMessage> {
    const { isTls, socketPath, origin } = this.#address;
    const url = new URL(`${origin}${path}`);
    this.#addParameters(url, method, query);
    const payload = body === undefined ? undefined : encode(body);
    const options: RequestOptions = {
      method,
      headers: this.#headers(payload),
      agent: this.#agent,
      timeout: TIMEOUT_MS,
      ...(socketPath === undefined ? {} : { socketPath }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = (isTls ? https() : http()).request(url, options, resolve);
      outgoing.on('error', (error) => {
        // What was tried belongs to the message: a reason alone doesn't say which agent.
        const verb = method.charAt(0) + method.slice(1).toLowerCase();
        const reason = networkErrorText(error);
        const where = `${socketPath === undefined ? origin : `unix://${socketPath}`}${path}`;
        reject(new Error(`${verb} "${where}": ${reason}`, { cause: error }));
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
      outgoing.end(payload);
    });
  }

  #addParameters(url: URL, method: string, query: Query = {}): void {
    const { datacenter, namespace, partition, stale = false } = this.#options;
    const everywhere: Query = {
      dc: datacenter || undefined,
      ns: namespace,
      partition,
      stale: stale && method === 'GET' ? '' : undefined,
    };
    for (const [name, value] of Object.entries({ ...everywhere, ...query })) {
      for (const item of [value ?? []].flat()) url.searchParams.append(name, item);
    }
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

function encode(body: unknown): Buffer {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
