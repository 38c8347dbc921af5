// SPDX-License-Identifier: Apache-2.0
// Bodies as they arrive: bounded in size and in how long a client may stay silent; what nobody reads is
// thrown away, but not for ever.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BrokenOff, Refusal } from '../../model/refusal.ts';
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

/** A body whose client said that it sends no more before all of it had come. */
export class BodyBrokenOff extends BrokenOff {
  readonly received: Buffer;

  constructor(received: Buffer) {
    super();
    this.received = received;
  }
}

const brokenOff = new WeakSet<IncomingMessage>();

/** Ends a body that nothing more can come of, so that whoever reads it learns it and can still answer. */
export function breakOff(incoming: IncomingMessage, outgoing: ServerResponse): void {
  brokenOff.add(incoming);
  // Node would take the connection away with what it holds for incomplete.
  incoming.complete = true;
  incoming.push(null);
  if (!outgoing.headersSent) outgoing.setHeader('Connection', 'close');
}

/** All of it. Refusal 413 when it is larger than the limit; BodyBrokenOff. */
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
    incoming.on('end', () => {
      const received = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      if (brokenOff.has(incoming)) reject(new BodyBrokenOff(received));
      else resolve(received);
    });
    incoming.on('error', reject);
    incoming.on('close', () => {
      clearTimeout(silence);
      if (!incoming.complete) reject(new BodyBrokenOff(Buffer.concat(chunks)));
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
    if (brokenOff.has(incoming)) throw new BodyBrokenOff(EMPTY);
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
