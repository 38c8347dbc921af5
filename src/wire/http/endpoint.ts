// SPDX-License-Identifier: Apache-2.0
// What an endpoint is: a method, a path, the permission it needs, and a handler that reads a view or
// issues a command. One file each; endpoints.ts is the visible list.
import type { IncomingHttpHeaders } from 'node:http';
import type { RequiredPermission } from '../../model/permission.ts';
import type { HttpContext } from './context.ts';

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface HttpRequest {
  readonly method: HttpMethod;
  readonly path: string;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The ACL token that was sent: header X-Consul-Token, Authorization: Bearer, or ?token. Never logged. */
  readonly token: string;
  /** Aborted when the client goes away or the server stops. */
  readonly signal: AbortSignal;
  /** The raw body, read at most once, bounded. */
  readonly body: () => Promise<Buffer>;
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
  /** X-Consul-Index, with the other headers of a blocking query. */
  readonly index?: number;
}

export interface Endpoint {
  readonly method: HttpMethod;
  /** find-my-way syntax: '/v1/health/service/:service'. */
  readonly path: string;
  readonly permission: RequiredPermission;
  readonly handle: (request: HttpRequest, context: HttpContext) => HttpReply | Promise<HttpReply>;
}

export function defineEndpoint(endpoint: Endpoint): Endpoint {
  return endpoint;
}
