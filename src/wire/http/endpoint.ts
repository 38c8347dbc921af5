// SPDX-License-Identifier: Apache-2.0
// What an endpoint is: a method, a path, the permission it needs, and a handler that reads a view or
// issues a command. One file each; endpoints.ts is the visible list.
import type { IncomingHttpHeaders } from 'node:http';
import type { RequiredPermission } from '../../model/permission.ts';
import type { HttpContext } from './context.ts';
import type { Query } from './query.ts';

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface HttpRequest {
  readonly method: HttpMethod;
  readonly path: string;
  /** Path parameters, decoded. The last one takes the rest of the path and may be ''. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  /** The ACL token that was sent: ?token, header X-Consul-Token, or Authorization: Bearer. Never logged. */
  readonly token: string;
  /** Aborted when the client goes away, or says that it sends no more, or the server stops. */
  readonly signal: AbortSignal;
  /** Of the other end, as text: '127.0.0.1', '::1'; '' for a socket of the file system. */
  readonly remoteAddress: string;
  /** What the client said that its body holds; undefined when it didn't. */
  readonly declaredBytes: number | undefined;
  /** The raw body, read at most once, bounded. Refusal 413 when it is larger. */
  readonly body: (limit?: BodyLimit) => Promise<Buffer>;
  /** The raw body as it comes, for what is too large to hold; not bounded, and it replaces `body`. */
  readonly stream: () => AsyncIterable<Buffer>;
}

export interface BodyLimit {
  readonly maxBytes: number;
  /** The refusal's text; `declaredBytes` is undefined when the client didn't say how much it sends. */
  readonly tooLarge: (declaredBytes: number | undefined) => string;
}

export interface HttpReply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is. */
  readonly text?: string;
  /** Sent as JSON; an object that is answered often is serialised once and its bytes are shared. */
  readonly json?: unknown;
  /** Sent as they are. */
  readonly bytes?: Uint8Array;
  /**
   * Sent part by part, each when the client has room for it. Iteration ends by `return` when the client goes away;
   * a source that waits for something watches the request's `signal`. Whatever it throws ends the connection.
   */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** What Consul takes for a failure although its status is below 500: X-Consul-Knownleader is then false. */
  readonly isFailure?: boolean;
  /** X-Consul-Index, with the other headers of a blocking query. */
  readonly index?: number;
  /** X-Consul-Effective-Consistency, which the catalog's and the health endpoints show. */
  readonly consistency?: Consistency;
  /** X-Consul-Query-Backend; default 'blocking-query'. */
  readonly backend?: 'blocking-query' | 'streaming';
}

/** What a reader asked for. All are the same here: there is one server and its reads are current. */
export type Consistency = 'leader' | 'stale' | 'consistent';

export interface Endpoint {
  readonly method: HttpMethod;
  /**
   * '/v1/health/service/:service': parameters come last, and the last one takes the rest of the path. One word may
   * follow, '/v1/query/:id/execute': such a path is found before those without the word.
   */
  readonly path: string;
  readonly permission: RequiredPermission;
  /** Consul sends the headers of a blocking query with this endpoint's failures too. */
  readonly showsIndexOnFailure?: boolean;
  readonly handle: (request: HttpRequest, context: HttpContext) => HttpReply | Promise<HttpReply>;
}

export function defineEndpoint(endpoint: Endpoint): Endpoint {
  return endpoint;
}
