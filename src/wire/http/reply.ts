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
import type { PlainReply } from './unrouted.ts';

// Below it, compressing costs more than it saves.
const MIN_GZIP_BYTES = 1_400;
const NO_BODY = Buffer.alloc(0);

const compress = promisify(gzip);
// Shared like the bodies themselves: a thousand readers of one view cost one compression.
const compressed = new WeakMap<Uint8Array, Promise<Buffer>>();

export async function send(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  reply: HttpReply,
  query: Query,
): Promise<void> {
  const headers = ['Vary', 'Accept-Encoding', 'X-Consul-Default-Acl-Policy', 'allow'];
  if (reply.index !== undefined) pushIndexHeaders(headers, reply, reply.index);
  if (reply.stream !== undefined) {
    for (const name in reply.headers) headers.push(name, reply.headers[name] ?? '');
    return stream(outgoing, reply.status ?? 200, headers, reply.stream);
  }
  let body = bodyOf(reply, query);
  const type = reply.headers?.['Content-Type'] ?? contentTypeOf(reply, body);
  if (type !== undefined) headers.push('Content-Type', type);
  for (const name in reply.headers) {
    if (name !== 'Content-Type') headers.push(name, reply.headers[name] ?? '');
  }
  if (body.length >= MIN_GZIP_BYTES && acceptsGzip(incoming)) {
    body = await compressedOf(body);
    headers.push('Content-Encoding', 'gzip');
  }
  write(incoming, outgoing, reply.status ?? 200, headers, body);
}

/** An answer of the server itself, about a path that is none of the API's. */
export function sendPlain(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, text }: PlainReply,
): void {
  write(incoming, outgoing, status, headers, text === '' ? NO_BODY : Buffer.from(text));
}

function write(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  headers: readonly string[],
  body: Uint8Array,
): void {
  if (outgoing.destroyed) return;
  const isHead = incoming.method === 'HEAD';
  outgoing.writeHead(status, [...headers, 'Content-Length', String(body.length)]);
  outgoing.end(isHead ? NO_BODY : body);
}

// Headers go out at once: who follows a log wants to know that it is followed before there is a line.
async function stream(
  outgoing: ServerResponse,
  status: number,
  headers: readonly string[],
  parts: AsyncIterable<Uint8Array>,
): Promise<void> {
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, [...headers]);
  outgoing.flushHeaders();
  try {
    await pipeline(parts, outgoing);
  } catch (error) {
    // A client may leave whenever it likes; the source was told by the pipeline.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function pushIndexHeaders(headers: string[], reply: HttpReply, index: number): void {
  const isAnswer = (reply.status ?? 200) < 500;
  headers.push('X-Consul-Index', String(Math.max(index, 1)));
  headers.push('X-Consul-Knownleader', isAnswer ? 'true' : 'false');
  headers.push('X-Consul-Lastcontact', '0');
  headers.push('X-Consul-Query-Backend', reply.backend ?? 'blocking-query');
  if (reply.consistency !== undefined) {
    headers.push('X-Consul-Effective-Consistency', reply.consistency);
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

// As Consul: an answer without a body calls itself JSON, an empty "not found" calls itself nothing.
function contentTypeOf(reply: HttpReply, body: Uint8Array): string | undefined {
  if (reply.json !== undefined) return 'application/json';
  if (body.length > 0 || (reply.status ?? 200) >= 500) return 'text/plain; charset=utf-8';
  return (reply.status ?? 200) < 400 ? 'application/json; charset=utf-8' : undefined;
}

function acceptsGzip(incoming: IncomingMessage): boolean {
  const accepted = incoming.headers['accept-encoding'];
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted);
}

function compressedOf(body: Uint8Array): Promise<Buffer> {
  let promise = compressed.get(body);
  if (promise === undefined) {
    promise = compress(body, { level: 1 });
    compressed.set(body, promise);
  }
  return promise;
}
