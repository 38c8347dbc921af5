// SPDX-License-Identifier: Apache-2.0
// A gRPC server that is handed its sockets one by one. It is loaded with the first of them: a server that
// nobody has called yet should not carry it.
import type { Socket } from 'node:net';
import type * as grpc from '@grpc/grpc-js';
import type { GrpcService } from './service.ts';

export interface SocketServerOptions {
  readonly settings: Readonly<Record<string, number>>;
  /** Loads what may be called. */
  readonly services: () => Promise<readonly GrpcService[]>;
}

interface Loaded {
  readonly server: grpc.Server;
  readonly injector: grpc.ConnectionInjector;
}

export class SocketServer {
  readonly #options: SocketServerOptions;
  #loaded: Promise<Loaded> | undefined;
  #isClosed = false;

  constructor(options: SocketServerOptions) {
    this.#options = options;
  }

  /** Serves a connection; one that can't be served is closed. */
  serve(socket: Socket): void {
    if (this.#isClosed) return void socket.destroy();
    // What a socket says while the server loads waits in it.
    socket.pause();
    this.#loaded ??= this.#load();
    this.#loaded.then(
      ({ injector }) => (this.#isClosed ? socket.destroy() : injector.injectConnection(socket)),
      () => socket.destroy(),
    );
  }

  /** Ends every call. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const loaded = await this.#loaded?.catch(() => undefined);
    loaded?.server.forceShutdown();
  }

  async #load(): Promise<Loaded> {
    const [{ Server, ServerCredentials }, services] = await Promise.all([
      import('@grpc/grpc-js'),
      this.#options.services(),
    ]);
    const server = new Server(this.#options.settings);
    for (const { definition, implementation } of services) {
      server.addService(definition, implementation);
    }
    const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    return { server, injector };
  }
}
