// SPDX-License-Identifier: Apache-2.0
// What is answered when a request could not be read to its end: it is no HTTP, too large, too slow, or has a
// method that Node's parser doesn't know, which Consul refuses like any other that a path doesn't have.
import type { Duplex } from 'node:stream';

interface ParserError extends Error {
  readonly code?: string;
  /** What had come when it failed. */
  readonly rawPacket?: Buffer;
}

const UNKNOWN_METHOD =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/1\.[01]\r\n(?:[^\r\n]+\r\n)*\r\n/;

/** The request line of a request that is broken by nothing but its method. */
export interface UnknownMethod {
  readonly method: string;
  readonly url: string;
}

/** `refuse` answers an unknown method with the bytes of a whole response. */
export function answerBroken(
  error: ParserError,
  socket: Duplex & { readonly bytesRead?: number },
  refuse: (request: UnknownMethod) => string,
): void {
  // Opened ahead of need, as pools do, and still unused: as good as any idle connection.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const request = error.code === 'HPE_INVALID_METHOD' ? unknownMethod(error.rawPacket) : undefined;
  const response = request === undefined ? plain(statusOf(error.code)) : refuse(request);
  socket.end(response, () => socket.destroy());
}

function unknownMethod(packet: Buffer | undefined): UnknownMethod | undefined {
  const [, method, url] = UNKNOWN_METHOD.exec(packet?.toString('latin1') ?? '') ?? [];
  return method === undefined || url === undefined ? undefined : { method, url };
}

function statusOf(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return '431 Request Header Fields Too Large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return '408 Request Timeout';
    case 'HPE_INVALID_VERSION':
      return '505 HTTP Version Not Supported: unsupported protocol version';
    default:
      return '400 Bad Request';
  }
}

function plain(status: string): string {
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nConnection: close';
  return `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${status}`;
}
