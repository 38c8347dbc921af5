// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyLimit, HttpMethod, HttpRequest } from './endpoint.ts';
import type { Query } from './query.ts';
import { declaredBytes, readBody, streamBody } from './request-body.ts';
import type { Stopping } from './stopping.ts';

// Made once: an error of its own for each request, with a stack that nobody reads, is dear.
const OVER = new Error('the request is over');

export interface Surroundings {
  readonly stopping: Stopping;
  readonly silenceMs: number;
  readonly target: Pick<HttpRequest, 'method' | 'path' | 'params' | 'query'>;
}

/** What came in on a socket, as endpoints see it. What is dear is made when it is asked for. */
export class IncomingRequest implements HttpRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  readonly #stopping: Stopping;
  readonly #silenceMs: number;
  #controller: AbortController | undefined;

  constructor(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { stopping, silenceMs, target }: Surroundings,
  ) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#stopping = stopping;
    this.#silenceMs = silenceMs;
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
      const stop = (): void => created.abort(OVER);
      const forget = this.#stopping.tell(stop);
      const { socket } = this.#incoming;
      socket.once('end', stop);
      this.#outgoing.once('close', () => {
        forget();
        socket.off('end', stop);
        // Who has been answered waits for nothing; to tell ten thousand of them so is a third of what they cost.
        if (!this.#outgoing.writableFinished) stop();
      });
      if (socket.readableEnded) stop();
      this.#controller = created;
    }
    return this.#controller.signal;
  }

  get remoteAddress(): string {
    return this.#incoming.socket.remoteAddress ?? '';
  }

  get declaredBytes(): number | undefined {
    return declaredBytes(this.#incoming);
  }

  readonly stream = (): AsyncIterable<Buffer> => streamBody(this.#incoming, this.#silenceMs);

  readonly body = (limit?: BodyLimit): Promise<Buffer> =>
    readBody(this.#incoming, this.#silenceMs, limit);
}
