// SPDX-License-Identifier: Apache-2.0
import type { Server, Socket } from 'node:net';

/**
 * Servers on any number of addresses that are closed as one: with every connection, also those that have
 * not said anything yet and that no protocol knows of.
 */
export class Door {
  readonly #create: () => Server;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  /** `create` makes the server of one address; it does not listen yet. */
  constructor(create: () => Server) {
    this.#create = create;
  }

  /** Listens; rejects with the system's error. Resolves with the port. */
  async listen(host: string, port: number): Promise<number> {
    const server = this.#create();
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, resolve);
    });
    this.#servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Resolves when nothing is open any more. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }
}
