// SPDX-License-Identifier: Apache-2.0
// What accept.ts and dial.ts need of a gRPC call besides running a session on it.
import type { EventEmitter } from 'node:events';
import type { ReplicationMessage } from '../../gen/consul/peerstream_pb.ts';

/** A duplex stream of messages: what calls of both ends have in common. */
export interface StreamCall extends Pick<EventEmitter, 'on' | 'once' | 'off'> {
  /** False when the buffer is full; 'drain' tells when it no longer is. */
  write(message: ReplicationMessage): boolean;
  end(): unknown;
  pause(): unknown;
  resume(): unknown;
  readonly writableLength: number;
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
}

/** The first message; undefined when the other side ended without one or took too long. Reading is paused afterwards. */
export async function firstMessage(
  call: StreamCall,
  timeoutMs: number,
): Promise<ReplicationMessage | undefined> {
  const { promise, resolve } = Promise.withResolvers<ReplicationMessage | undefined>();
  const onData = (message: ReplicationMessage): void => {
    call.pause();
    resolve(message);
  };
  const onOver = (): void => resolve(undefined);
  const timer = setTimeout(onOver, timeoutMs);
  call.once('data', onData);
  for (const event of ['end', 'cancelled', 'close']) call.once(event, onOver);
  const message = await promise;
  clearTimeout(timer);
  call.off('data', onData);
  for (const event of ['end', 'cancelled', 'close']) call.off(event, onOver);
  return message;
}

/** Waits until the other side has ended the call, but not for ever. */
export async function isOverWithin(call: StreamCall, timeoutMs: number): Promise<boolean> {
  if (call.readableEnded || call.destroyed) return true;
  return happensWithin(call, ['end', 'cancelled', 'close', 'error'], timeoutMs);
}

/** Waits until nothing more can be sent or received, but not for ever. */
export async function isClosedWithin(call: StreamCall, timeoutMs: number): Promise<boolean> {
  return call.destroyed || happensWithin(call, ['close'], timeoutMs);
}

async function happensWithin(
  call: StreamCall,
  events: readonly string[],
  timeoutMs: number,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onEvent = (): void => resolve(true);
  const timer = setTimeout(() => resolve(false), timeoutMs);
  for (const event of events) call.once(event, onEvent);
  const hasHappened = await promise;
  clearTimeout(timer);
  for (const event of events) call.off(event, onEvent);
  return hasHappened;
}
