// SPDX-License-Identifier: Apache-2.0
// A dialer made by hand: uses a token as any peer would and then says whatever a test wants, also bytes that
// are no message at all.
import type { Client, ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import type { ReplicationMessage } from '../../src/gen/consul/peerstream_pb.ts';
import { decodePeeringToken, type PeeringToken } from '../../src/model/peering/token.ts';
import { connectTo } from '../../src/wire/peerstream/connection.ts';
import { createSecretExchange } from '../../src/wire/peerstream/exchange/secret.ts';
import { streamResources } from '../../src/wire/peerstream/methods.ts';
import { openMessage } from '../../src/wire/peerstream/messages.ts';

const HERE = { Partition: '', Datacenter: 'raw', Locality: null };

export interface Ending {
  readonly code: number;
  readonly details: string;
}

export interface RawStream {
  readonly received: readonly ReplicationMessage[];
  send(message: ReplicationMessage | Buffer): void;
  /** Resolves when `isThere` holds of what was received, or the stream is over. */
  until(isThere: (received: readonly ReplicationMessage[]) => boolean): Promise<void>;
  readonly isOver: boolean;
  /** How the other side ended the stream. */
  readonly ended: Promise<Ending>;
  halfClose(): void;
  close(): void;
}

export class RawPeer {
  readonly token: PeeringToken;
  readonly #secret: string;

  private constructor(token: PeeringToken, secret: string) {
    this.token = token;
    this.#secret = secret;
  }

  /** Trades the token for the secret of a peering. */
  static async open(token: string): Promise<RawPeer> {
    const decoded = decodePeeringToken(token);
    const exchange = createSecretExchange({ monotonicMs: () => 0, random: () => 0 });
    const secret = await exchange(decoded, [], AbortSignal.timeout(5_000));
    return new RawPeer(decoded, secret.reveal());
  }

  opening(peerId = this.token.PeerID, secret = this.#secret): ReplicationMessage {
    return openMessage(peerId, secret, HERE);
  }

  /** A stream on a connection of its own; nothing has been sent on it. */
  stream(): RawStream {
    const { ServerAddresses, ServerName, CA } = this.token;
    const [address = ''] = ServerAddresses ?? [];
    const endpoint = { addresses: [address], serverName: ServerName, caPems: CA ?? [] };
    const options = { maxMessageBytes: 64 * 1_024 * 1_024, keepsAlive: false };
    return openRaw(connectTo(endpoint, address, options));
  }
}

function openRaw(client: Client): RawStream {
  const call: ClientDuplexStream<ReplicationMessage | Buffer, ReplicationMessage> =
    client.makeBidiStreamRequest(
      streamResources.path,
      (message) => (Buffer.isBuffer(message) ? message : streamResources.requestSerialize(message)),
      streamResources.responseDeserialize,
    );
  const received: ReplicationMessage[] = [];
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const check of waiting) check();
  };
  let isOver = false;
  call.on('data', (message: ReplicationMessage) => {
    received.push(message);
    tell();
  });
  const ended = new Promise<Ending>((resolve) => {
    const end = (ending: Ending) => {
      isOver = true;
      client.close();
      tell();
      resolve(ending);
    };
    call.on('error', ({ code, details }: ServiceError) => end({ code, details }));
    call.on('status', ({ code, details }) => end({ code, details }));
  });
  return {
    received,
    get isOver() {
      return isOver;
    },
    send: (message) => void call.write(message),
    until: (isThere) =>
      new Promise((resolve) => {
        const check = () => {
          if (!isOver && !isThere(received)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    ended,
    halfClose: () => void call.end(),
    close: () => call.cancel(),
  };
}
