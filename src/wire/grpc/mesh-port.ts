// SPDX-License-Identifier: Apache-2.0
// The plaintext gRPC port for proxies of this machine (xDS). Off unless configured or in -dev: who can
// reach it gets the certificates of any proxy that it names.
import { createServer } from 'node:net';
import { Door } from './door.ts';
import type { GrpcService } from './service.ts';
import { SocketServer } from './socket-server.ts';

const MAX_RECEIVE_BYTES = 50 * 1024 * 1024;

export class MeshPort {
  readonly #server: SocketServer;
  readonly #door: Door;

  constructor(services: readonly GrpcService[]) {
    this.#server = new SocketServer({
      settings: {
        'grpc.max_receive_message_length': MAX_RECEIVE_BYTES,
        'grpc.max_send_message_length': -1,
        'grpc.max_concurrent_streams': 2_048,
        'grpc.keepalive_time_ms': 30_000,
        'grpc.keepalive_timeout_ms': 20_000,
      },
      services: async () => services,
    });
    // Not grpc-js's own listener: that forgets connections which never begin to speak HTTP/2.
    this.#door = new Door(() =>
      createServer({ noDelay: true }, (socket) => {
        socket.on('error', () => socket.destroy());
        this.#server.serve(socket);
      }),
    );
  }

  /** Listens; rejects with the system's error. Resolves with the port. */
  listen(host: string, port: number): Promise<number> {
    return this.#door.listen(host, port);
  }

  async close(): Promise<void> {
    await Promise.all([this.#server.close(), this.#door.close()]);
  }
}
