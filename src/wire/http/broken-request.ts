// SPDX-License-Identifier: Apache-2.0
// What is answered when a request could not be read to its end: it is no HTTP, too large, too slow, or has a
// method that Node's parser doesn't know, which Consul refuses like any other that a path doesn't have.
import type { Duplex } from 'node:stream';

export interface ParserError extends Error {
  readonly code?: string | undefined;
  readonly reason?: string;
  /** What came when it failed, and how much of it had been read. */
  readonly rawPacket?: Buffer;
  readonly bytesParsed?: number;
}

const IN_METHOD = /[!#$%&'*+.^_`|~0-9A-Za-z-]/;
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
  const request = error.code === 'HPE_INVALID_METHOD' ? unknownMethod(error) : undefined;
  const response = request === undefined ? refusalOf(error) : refuse(request);
  socket.end(response, () => socket.destroy());
}

function unknownMethod({ rawPacket, bytesParsed = 0 }: ParserError): UnknownMethod | undefined {
  const packet = rawPacket?.toString('latin1') ?? '';
  // Others may have come before it; it was found out in the middle of its name.
  let begin = bytesParsed;
  while (begin > 0 && IN_METHOD.test(packet[begin - 1] ?? '')) begin -= 1;
  const [, method, url] = UNKNOWN_METHOD.exec(packet.slice(begin)) ?? [];
  return method === undefined || url === undefined ? undefined : { method, url };
}

// With a length beside it, it is no encoding that is missing but somebody who is up to something.
function refusalOf({ code, reason = '' }: ParserError): string {
  const isEncoding = code === 'HPE_INVALID_TRANSFER_ENCODING' && !reason.includes('Content-Length');
  return isEncoding
    ? plain('501 Not Implemented', 'Unsupported transfer encoding')
    : plain(statusOf(code));
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

function plain(status: string, text = status): string {
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nConnection: close';
  return `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${text}`;
}
