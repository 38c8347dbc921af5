// SPDX-License-Identifier: Apache-2.0
// The gRPC port that strangers can reach: TLS with the server certificate of the CA, and nothing but
// the peer stream, only on the peering name (peering-protocol §3.7). In: sockets. Out: the calls of the
// services handed in. A connection for any other name completes its handshake, so that the dialer can
// say what is wrong with the certificate, and then finds no service; one without a name is refused.
import { createServer, type SecureContext, type TLSSocket } from 'node:tls';
import { Door } from './door.ts';
import type { GrpcService } from './service.ts';
import { SocketServer } from './socket-server.ts';

/** The server receives up to 8 MiB from a dialer; the rest is room for the envelope. */
const MAX_RECEIVE_BYTES = 9 * 1024 * 1024;
const MAX_CONNECTIONS = 1_024;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** A peer has a stream open; a connection without one is not kept for long. */
const MAX_IDLE_MS = 60_000;

export interface PeeringPortOptions {
  /** Loads what peers may call, when the first of them comes; undefined: nothing. */
  readonly service: (() => Promise<GrpcService>) | undefined;
  /** `server.<dc>.peering.<trust domain>`. */
  readonly peeringName: () => string;
  /** The certificate as it is now; asked for at every handshake, so a rotation needs no restart. */
  readonly secureContext: () => SecureContext;
  /** How long a handshake may take; default: ten seconds. */
  readonly handshakeTimeoutMs?: number;
}

export class PeeringPort {
  readonly #peering: SocketServer;
  readonly #closed: SocketServer;
  readonly #door: Door;

  constructor(options: PeeringPortOptions) {
    const { service } = options;
    this.#peering = new SocketServer({
      settings: {
        'grpc.max_receive_message_length': MAX_RECEIVE_BYTES,
        'grpc.max_send_message_length': -1,
        'grpc.max_concurrent_streams': 2_048,
        'grpc.keepalive_time_ms': 30_000,
        'grpc.keepalive_timeout_ms': 20_000,
        'grpc.max_connection_idle_ms': MAX_IDLE_MS,
      },
      services: async () => (service === undefined ? [] : [await service()]),
    });
    this.#closed = new SocketServer({
      settings: { 'grpc.max_concurrent_streams': 1, 'grpc.max_connection_idle_ms': MAX_IDLE_MS },
      services: async () => [],
    });
    const onSocket = (socket: TLSSocket): void => {
      socket.on('error', () => socket.destroy());
      if (socket.alpnProtocol !== 'h2') return void socket.destroy();
      const isPeering = socket.servername === options.peeringName();
      (isPeering ? this.#peering : this.#closed).serve(socket);
    };
    const settings = {
      ALPNProtocols: ['h2'],
      minVersion: 'TLSv1.2',
      handshakeTimeout: options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS,
      SNICallback: (_name: string, done: (error: null, context: SecureContext) => void) =>
        done(null, options.secureContext()),
    } as const;
    this.#door = new Door(() => {
      const server = createServer(settings, onSocket);
      server.maxConnections = MAX_CONNECTIONS;
      // A failed handshake is the stranger's affair; it is visible at the stranger's end.
      server.on('tlsClientError', (_error, socket) => socket.destroy());
      return server;
    });
  }

  /** Listens; rejects with the system's error. Resolves with the port. */
  listen(host: string, port: number): Promise<number> {
    return this.#door.listen(host, port);
  }

  async close(): Promise<void> {
    await Promise.all([this.#peering.close(), this.#closed.close(), this.#door.close()]);
  }
}
