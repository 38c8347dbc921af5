// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../../model/refusal.ts';
import type { BodyLimit, HttpMethod, HttpRequest } from './endpoint.ts';
import type { Query } from './query.ts';
import type { Stopping } from './stopping.ts';

const MAX_BODY_BYTES = 8 * 1024 * 1024;
// No body of JSON that this API takes comes near it.
const ANY_BODY: BodyLimit = {
  maxBytes: MAX_BODY_BYTES,
  tooLarge: () => `Request body too large, max size: ${MAX_BODY_BYTES} bytes`,
};
// Made once: an error of its own for each request, with a stack that nobody reads, is dear.
const OVER = new Error('the request is over');

/** What came in on a socket, as endpoints see it. What is dear is made when it is asked for. */
export class IncomingRequest implements HttpRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  readonly #stopping: Stopping;
  #controller: AbortController | undefined;

  constructor(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    stopping: Stopping,
    target: Pick<HttpRequest, 'method' | 'path' | 'params' | 'query'>,
  ) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#stopping = stopping;
    this.method = target.method;
    this.path = target.path;
    this.params = target.params;
    this.query = target.query;
  }

  get headers(): IncomingMessage['headers'] {
    return this.#incoming.headers;
  }

  get token(): string {
    const { headers } = this.#incoming;
    const inQuery = this.query.get('token');
    if (inQuery !== null && inQuery !== '') return inQuery;
    const header = headers['x-consul-token'];
    if (typeof header === 'string' && header !== '') return header;
    return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const created = new AbortController();
      const forget = this.#stopping.tell(() => created.abort(OVER));
      this.#outgoing.once('close', () => {
        forget();
        created.abort(OVER);
      });
      this.#controller = created;
    }
    return this.#controller.signal;
  }

  get remoteAddress(): string {
    return this.#incoming.socket.remoteAddress ?? '';
  }

  get declaredBytes(): number | undefined {
    const declared = this.#incoming.headers['content-length'];
    return declared === undefined ? undefined : Number(declared);
  }

  readonly stream = (): AsyncIterable<Buffer> => this.#incoming;

  readonly body = async (limit: BodyLimit = ANY_BODY): Promise<Buffer> => {
    const declared = this.declaredBytes;
    if (declared !== undefined && declared > limit.maxBytes) throw tooLarge(limit, declared);
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      this.#incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit.maxBytes) reject(tooLarge(limit, declared));
        else chunks.push(chunk);
      });
      this.#incoming.on('end', () =>
        resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
      );
      this.#incoming.on('error', reject);
      this.#incoming.on('close', () => {
        if (!this.#incoming.complete) reject(new Refusal('invalid-argument', 'unexpected EOF'));
      });
    });
  };
}

function tooLarge(limit: BodyLimit, declared: number | undefined): Refusal {
  return new Refusal('too-large', limit.tooLarge(declared));
}
