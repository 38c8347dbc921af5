// SPDX-License-Identifier: Apache-2.0
// Writes a reply with the headers that Consul's clients expect. In: what an endpoint answered. Out: bytes,
// compressed when they are many and the client can take it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpReply } from './endpoint.ts';
import { jsonBytes } from './json.ts';
import type { Query } from './query.ts';
import { acceptsGzip, ReplyHeaders } from './reply-headers.ts';
import type { PlainReply } from './unrouted.ts';

// Below it, compressing costs more than it saves.
const MIN_GZIP_BYTES = 1_400;
// Node sends a text in one piece with the headers and bytes in a second one. For the system that is dearer than copying
// what is small; what is larger is shared by all its readers, and not copied for each.
const MAX_COPIED_BYTES = 1_024;
const NO_BODY = Buffer.alloc(0);

const compress = promisify(gzip);
// Shared like the bodies themselves: a thousand readers of one view cost one compression.
const compressed = new WeakMap<Uint8Array, Promise<Buffer>>();

export class ReplyWriter {
  readonly #headers: ReplyHeaders;

  /** `responseHeaders` are the operator's own. */
  constructor(responseHeaders: Readonly<Record<string, string>>) {
    this.#headers = new ReplyHeaders(responseHeaders);
  }

  async send(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    reply: HttpReply,
    query: Query,
  ): Promise<void> {
    if (reply.stream !== undefined) {
      const headers = this.#headers.of(reply, undefined);
      return stream(outgoing, reply.status ?? 200, headers, reply.stream);
    }
    let body = bodyOf(reply, query);
    const headers = this.#headers.of(reply, body);
    if (body.length >= MIN_GZIP_BYTES && acceptsGzip(incoming.headers)) {
      body = await compressedOf(body);
      headers.push('Content-Encoding', 'gzip');
    }
    write(incoming, outgoing, { status: reply.status ?? 200, headers, body });
  }

  /** An answer of the server itself, about a path that is none of the API's. */
  sendPlain(incoming: IncomingMessage, outgoing: ServerResponse, reply: PlainReply): void {
    const headers = this.#headers.ofPlain(reply);
    const body = reply.text === '' ? NO_BODY : Buffer.from(reply.text);
    write(incoming, outgoing, { ...reply, headers, body });
  }

  /** A whole response as text, for a request that has no way of answering of its own; it ends the connection. */
  asText(reply: HttpReply): string {
    const body = reply.text ?? '';
    const headers = [...this.#headers.of(reply, Buffer.from(body)), 'Connection', 'close'];
    return wholeText({ status: reply.status ?? 200, headers, text: body });
  }

  /** The same of an answer of the server itself. */
  plainAsText(reply: PlainReply): string {
    const headers = this.#headers.ofPlain(reply);
    const isLast = headers.includes('Connection');
    return wholeText({ ...reply, headers: isLast ? headers : [...headers, 'Connection', 'close'] });
  }
}

function wholeText({ status, reason, headers: own, text }: PlainReply): string {
  const headers = [...own, 'Content-Length', String(Buffer.byteLength(text))];
  const { STATUS_CODES } = process.getBuiltinModule('node:http');
  const lines = [`HTTP/1.1 ${status} ${reason ?? STATUS_CODES[status] ?? ''}`];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

interface Whole {
  readonly status: number;
  readonly reason?: string;
  readonly headers: string[];
  readonly body: Uint8Array;
}

// Those that Node names otherwise.
const GO_REASONS: Readonly<Record<number, string>> = { 413: 'Request Entity Too Large' };

function write(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, reason = GO_REASONS[status], headers, body }: Whole,
): void {
  if (outgoing.destroyed) return;
  headers.push('Content-Length', String(body.length));
  if (reason === undefined) outgoing.writeHead(status, headers);
  else outgoing.writeHead(status, reason, headers);
  if (incoming.method === 'HEAD') outgoing.end();
  else if (body.length > MAX_COPIED_BYTES) outgoing.end(body);
  else outgoing.end(bufferOf(body).toString('latin1'), 'latin1');
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

// Headers go out at once: who follows a log wants to know that it is followed before there is a line.
async function stream(
  outgoing: ServerResponse,
  status: number,
  headers: string[],
  parts: AsyncIterable<Uint8Array>,
): Promise<void> {
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, headers);
  outgoing.flushHeaders();
  try {
    await pipeline(parts, outgoing);
  } catch (error) {
    // A client may leave whenever it likes; the source was told by the pipeline.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function bodyOf(reply: HttpReply, query: Query): Uint8Array {
  if (reply.json !== undefined) {
    return query.has('pretty')
      ? Buffer.from(`${JSON.stringify(reply.json, null, 4)}\n`)
      : jsonBytes(reply.json);
  }
  if (reply.bytes !== undefined) return reply.bytes;
  return reply.text === undefined || reply.text === '' ? NO_BODY : Buffer.from(reply.text);
}

function compressedOf(body: Uint8Array): Promise<Buffer> {
  let promise = compressed.get(body);
  if (promise === undefined) {
    promise = compress(body, { level: 1 });
    compressed.set(body, promise);
  }
  return promise;
}
