// SPDX-License-Identifier: Apache-2.0
// Who is connected: how many connections each client has, and all of them when the server ends.
import type { Socket } from 'node:net';

// What go-connlimit, which Consul uses, writes.
const TEXT = 'Your IP is issuing too many concurrent connections, please rate limit your calls\n';
const TOO_MANY = [
  'HTTP/1.1 429 Too Many Requests',
  'Content-Type: text/plain',
  `Content-Length: ${TEXT.length}`,
  'Connection: close',
  '',
  TEXT,
].join('\r\n');
// For a client to read that and go.
const GOODBYE_MS = 1_000;

export class Connections {
  readonly #maxPerClient: number;
  readonly #sockets = new Set<Socket>();
  readonly #perClient = new Map<string, number>();
  readonly #refused = new WeakSet<Socket>();
  // Nobody, most of the time, and then nobody is looked up at every request.
  #hasRefused = false;

  /** 0 is no limit. */
  constructor(maxPerClient: number) {
    this.#maxPerClient = maxPerClient;
  }

  /** False when the client has too many: it is told so, unless it waits for a handshake first, and is let go. */
  admit(socket: Socket, isPlain: boolean): boolean {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const client = socket.remoteAddress;
    // Sockets of the file system have no address; their permissions say who may come.
    if (client === undefined || this.#maxPerClient === 0) return true;
    const count = this.#perClient.get(client) ?? 0;
    if (count >= this.#maxPerClient) {
      this.#refuse(socket, isPlain);
      return false;
    }
    this.#perClient.set(client, count + 1);
    socket.once('close', () => this.#leave(client));
    return true;
  }

  wasRefused(socket: Socket): boolean {
    return this.#hasRefused && this.#refused.has(socket);
  }

  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #refuse(socket: Socket, isPlain: boolean): void {
    if (!isPlain) {
      socket.destroy();
      return;
    }
    this.#hasRefused = true;
    this.#refused.add(socket);
    socket.end(TOO_MANY);
    const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
    socket.once('close', () => clearTimeout(timer));
  }

  #leave(client: string): void {
    const count = (this.#perClient.get(client) ?? 1) - 1;
    if (count === 0) this.#perClient.delete(client);
    else this.#perClient.set(client, count);
  }
}
