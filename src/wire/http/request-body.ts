// SPDX-License-Identifier: Apache-2.0
// Bodies as they arrive: bounded in size and in how long a client may stay silent; what nobody reads is
// thrown away, but not for ever.
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../model/refusal.ts';
import type { BodyLimit } from './endpoint.ts';

const MAX_BODY_BYTES = 8 * 1024 * 1024;
// No body of JSON that this API takes comes near it.
const ANY_BODY: BodyLimit = {
  maxBytes: MAX_BODY_BYTES,
  tooLarge: () => `Request body too large, max size: ${MAX_BODY_BYTES} bytes`,
};
// Of a body that was refused: a client reads the refusal when it has sent all, and keeps its connection.
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

export function declaredBytes(incoming: IncomingMessage): number | undefined {
  const declared = incoming.headers['content-length'];
  return declared === undefined ? undefined : Number(declared);
}

/** All of it. Refusal 413 when it is larger than the limit, 400 when it breaks off. */
export async function readBody(
  incoming: IncomingMessage,
  silenceMs: number,
  limit: BodyLimit = ANY_BODY,
): Promise<Buffer> {
  const declared = declaredBytes(incoming);
  if (declared !== undefined && declared > limit.maxBytes) throw tooLarge(limit, declared);
  if (declared === undefined && incoming.headers['transfer-encoding'] === undefined) return EMPTY;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const silence = endAfter(incoming, silenceMs);
    incoming.on('data', (chunk: Buffer) => {
      silence.refresh();
      size += chunk.length;
      if (size > limit.maxBytes) reject(tooLarge(limit, declared));
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    incoming.on('error', reject);
    incoming.on('close', () => {
      clearTimeout(silence);
      if (!incoming.complete) reject(new Refusal('invalid-argument', 'unexpected EOF'));
    });
  });
}

/** The same, part by part and without a limit. How long the reader takes is the reader's affair. */
export async function* streamBody(
  incoming: IncomingMessage,
  silenceMs: number,
): AsyncGenerator<Buffer> {
  let silence = endAfter(incoming, silenceMs);
  try {
    for await (const chunk of incoming) {
      clearTimeout(silence);
      yield chunk as Buffer;
      silence = endAfter(incoming, silenceMs);
    }
  } finally {
    clearTimeout(silence);
  }
}

/** Lets what is left of a body pass by, and ends the connection when that is too much or takes longer. */
export function discardRest(incoming: IncomingMessage, withinMs: number): void {
  if (incoming.complete || incoming.destroyed) return;
  let size = 0;
  const timer = endAfter(incoming, withinMs);
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_UNREAD_BYTES) incoming.socket.destroy();
  });
  const { socket } = incoming;
  const forget = (): void => {
    clearTimeout(timer);
    socket.off('close', forget);
  };
  socket.once('close', forget);
  incoming.once('end', forget);
  incoming.resume();
}

const EMPTY = Buffer.alloc(0);

function endAfter(incoming: IncomingMessage, ms: number): NodeJS.Timeout {
  return setTimeout(() => incoming.socket.destroy(), ms);
}

function tooLarge(limit: BodyLimit, declared: number | undefined): Refusal {
  return new Refusal('too-large', limit.tooLarge(declared));
}
