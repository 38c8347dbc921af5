// SPDX-License-Identifier: Apache-2.0
// Requests of one connection are answered one after another, so that whoever sends several without waiting
// reads its own writes, and can make the server hold no more than a few of them.
import type { Socket } from 'node:net';

// More than this many that wait, and the connection is read no further.
const MAX_WAITING = 64;

export class Turns {
  readonly #bySocket = new WeakMap<Socket, Line>();

  /** Calls `serve` when all earlier requests of the connection have been answered. It must not reject. */
  take(socket: Socket, serve: () => Promise<void>): void {
    let line = this.#bySocket.get(socket);
    if (line === undefined) {
      line = { isBusy: false, waiting: [], isPaused: false };
      this.#bySocket.set(socket, line);
    }
    if (!line.isBusy) {
      run(line, socket, serve);
      return;
    }
    line.waiting.push(serve);
    if (line.waiting.length < MAX_WAITING || line.isPaused) return;
    line.isPaused = true;
    socket.pause();
  }
}

interface Line {
  isBusy: boolean;
  isPaused: boolean;
  readonly waiting: (() => Promise<void>)[];
}

function run(line: Line, socket: Socket, serve: () => Promise<void>): void {
  line.isBusy = true;
  void serve().finally(() => {
    line.isBusy = false;
    const next = socket.destroyed ? undefined : line.waiting.shift();
    if (line.isPaused && line.waiting.length === 0) {
      line.isPaused = false;
      socket.resume();
    }
    if (next !== undefined) run(line, socket, next);
  });
}
