// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 as far as a load generator needs it: requests as bytes made once, answers cut out of what a
// socket delivers. It knows bodies with a length and chunked ones, which is all that servers of the API send.

export interface Answer {
  readonly status: number;
  /** X-Consul-Index; 0 when there is none. */
  readonly index: number;
  readonly body: string;
}

/** A whole request on a kept-alive connection. */
export function encodeRequest(method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(text)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${length}\r\n${text}`);
}

/** A PUT whose body is the text itself. */
export function encodePut(path: string, text: string): Buffer {
  const length = Buffer.byteLength(text);
  return Buffer.from(
    `PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${length}\r\n\r\n${text}`,
  );
}

/** The answer that the bytes hold, or undefined while they hold a part of it. */
export function decodeAnswer(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const body = bodyOf(head, bytes, headEnd + 4);
  if (body === undefined) return undefined;
  const index = Number(/\r\nx-consul-index: (\d+)/i.exec(head)?.[1] ?? 0);
  return { status: Number(head.slice(9, 12)), index, body };
}

function bodyOf(head: string, bytes: Buffer, start: number): string | undefined {
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return bytes.length < end ? undefined : bytes.toString('utf8', start, end);
  }
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return '';
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return Buffer.concat(chunks).toString('utf8');
    chunks.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}
