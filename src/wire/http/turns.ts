// SPDX-License-Identifier: Apache-2.0
// Requests of one connection are answered one after another, so that whoever sends several without waiting
// reads its own writes, and can make the server hold no more than a few of them.
import type { Socket } from 'node:net';

// More than this many that wait, and the connection is read no further.
const MAX_WAITING = 64;

interface Line<T> {
  /** The request that came last, waiting or not. */
  last: T;
  isBusy: boolean;
  isPaused: boolean;
  readonly waiting: T[];
}

/** `T` is a request that waits. */
export class Turns<T> {
  readonly #bySocket = new WeakMap<Socket, Line<T>>();

  /** Whether it is this request's turn; else it is kept until `leave` gives it back. */
  enter(socket: Socket, request: T): boolean {
    const line = this.#bySocket.get(socket);
    if (line === undefined) {
      this.#bySocket.set(socket, { last: request, isBusy: true, isPaused: false, waiting: [] });
      return true;
    }
    line.last = request;
    if (!line.isBusy) {
      line.isBusy = true;
      return true;
    }
    line.waiting.push(request);
    if (line.waiting.length >= MAX_WAITING && !line.isPaused) {
      line.isPaused = true;
      socket.pause();
    }
    return false;
  }

  /** The request that came last, if it has not been answered. */
  unanswered(socket: Socket): T | undefined {
    const line = this.#bySocket.get(socket);
    return line?.isBusy === true ? line.last : undefined;
  }

  /** The request whose turn it was has been answered; what is returned is next. */
  leave(socket: Socket): T | undefined {
    const line = this.#bySocket.get(socket);
    if (line === undefined) return undefined;
    const next = socket.destroyed ? undefined : line.waiting.shift();
    line.isBusy = next !== undefined;
    if (line.isPaused && line.waiting.length === 0) {
      line.isPaused = false;
      socket.resume();
    }
    return next;
  }
}
