// SPDX-License-Identifier: Apache-2.0
// The acceptor's end: lets dialers in by their secrets and runs their streams. Rejections come only after
// the first message was read: a dialer whose first message is still on its way would see a failed write
// instead of the status (peering-protocol §4.2.1).
import { Metadata, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { openPeerStream, type OpenedPeerStream } from '../../commands/open-peer-stream.ts';
import type { ReplicationMessage } from '../../gen/consul/peerstream_pb.ts';
import type { ReplicationMessage_Open as Open } from '../../gen/consul/peerstream_pb.ts';
import type { RemoteInfo } from '../../model/peering/peering.ts';
import { Refusal } from '../../model/refusal.ts';
import { firstMessage, isClosedWithin, isOverWithin } from './call.ts';
import { terminated, VERSION_METADATA } from './messages.ts';
import type { PeerStreamPorts } from './ports.ts';
import { Seldom } from './seldom.ts';
import { type SessionEnd, StreamSession } from './session.ts';

export type AcceptedCall = ServerDuplexStream<ReplicationMessage, ReplicationMessage>;

const FIRST_MESSAGE_MS = 10_000;
// How long a dialer may take to end its side of a stream that is over.
const HALF_CLOSE_MS = 5_000;
const LAST_WORD_MS = 1_000;
const MAX_LOCATION_CHARS = 256;

export class Acceptor {
  readonly #ports: PeerStreamPorts;
  readonly #signal: AbortSignal;
  /** By the id of the local record: at most one stream each. */
  readonly #sessions = new Map<string, StreamSession>();
  readonly #calls = new Set<Promise<void>>();
  readonly #refusals = new Seldom();

  /** Streams end when `signal` is aborted. */
  constructor(ports: PeerStreamPorts, signal: AbortSignal) {
    this.#ports = ports;
    this.#signal = signal;
  }

  /** Resolves when no call is left; once the signal is aborted, that is soon. */
  async drained(): Promise<void> {
    while (this.#calls.size > 0) await Promise.all(this.#calls);
  }

  /** Serves one call to its end. */
  accept(call: AcceptedCall): void {
    const serving = this.#serve(call).finally(() => this.#calls.delete(serving));
    this.#calls.add(serving);
  }

  async #serve(call: AcceptedCall): Promise<void> {
    call.on('error', () => {});
    try {
      const open = openOf(await firstMessage(call, FIRST_MESSAGE_MS));
      const opened = await this.#authorise(open);
      if (opened.outcome === 'ended') {
        if (opened.isNews) call.write(terminated());
        throw new Refusal('aborted', `peering is marked as deleted: ${open.PeerID}`);
      }
      await this.#run(call, open.PeerID, opened.peer);
    } catch (error) {
      this.#reject(call, error);
    }
    // The last word is on its way when the call is closed.
    await isClosedWithin(call, LAST_WORD_MS);
  }

  #authorise(open: Open): Promise<OpenedPeerStream> {
    const input = {
      peeringId: open.PeerID,
      streamSecret: open.StreamSecretID,
      remote: remoteOf(open),
    };
    return this.#ports.issue(openPeerStream, input, 'peer stream');
  }

  async #run(call: AcceptedCall, peeringId: string, peer: string): Promise<void> {
    const isCauseway = call.metadata.get(VERSION_METADATA).length > 0;
    call.sendMetadata(versionMetadata(this.#ports.version));
    // The dialer has come again, so its old stream is dead, whatever this end of it believes.
    this.#sessions.get(peeringId)?.supersede();
    const options = {
      ports: this.#ports,
      role: 'acceptor',
      peeringId,
      peer,
      remoteId: '',
    } as const;
    const session = new StreamSession(call, options);
    this.#sessions.set(peeringId, session);
    const running = session.run(this.#signal);
    if (isCauseway) session.recogniseCauseway();
    const end = await running;
    if (this.#sessions.get(peeringId) === session) this.#sessions.delete(peeringId);
    await this.#close(call, end, peer);
  }

  async #close(call: AcceptedCall, end: SessionEnd, peer: string): Promise<void> {
    const { logger } = this.#ports;
    switch (end.how) {
      case 'terminated':
        await isOverWithin(call, HALF_CLOSE_MS);
        call.end();
        return logger.info('peer stream is over', { peer });
      case 'stopped':
        return sendStatus(call, status.UNAVAILABLE, 'the server is shutting down');
      case 'superseded':
        logger.info('a newer peer stream took over', { peer });
        return sendStatus(call, status.ABORTED, 'a newer stream of the peering took over');
      case 'failed':
        logger.warn('peer stream failed', { peer, error: end.message });
        return sendStatus(call, end.grpcCode ?? status.UNKNOWN, end.message);
    }
  }

  #reject(call: AcceptedCall, error: unknown): void {
    const { logger, now } = this.#ports;
    if (error instanceof Refusal) {
      if (this.#refusals.isTime(now())) {
        logger.warn('refused a peer stream', { from: call.getPeer(), error: error.message });
      }
      return sendStatus(call, error.grpcCode, error.message);
    }
    logger.error('could not open a peer stream', { error });
    sendStatus(call, status.INTERNAL, 'internal error');
  }
}

export function versionMetadata(version: string): Metadata {
  const metadata = new Metadata();
  metadata.set(VERSION_METADATA, version);
  return metadata;
}

function openOf(message: ReplicationMessage | undefined): Open {
  if (message?.Payload.case !== 'open') {
    throw new Refusal('invalid-argument', 'first message when initiating a peering must be: Open');
  }
  if (message.Payload.value.PeerID === '') {
    throw new Refusal('invalid-argument', 'initial subscription request must specify a PeerID');
  }
  return message.Payload.value;
}

function remoteOf({ Remote: remote }: Open): RemoteInfo {
  const clip = (text = ''): string => text.slice(0, MAX_LOCATION_CHARS);
  const locality = remote?.Locality;
  return {
    Partition: clip(remote?.Partition),
    Datacenter: clip(remote?.Datacenter),
    Locality: locality ? { Region: clip(locality.Region), Zone: clip(locality.Zone) } : null,
  };
}

function sendStatus(call: AcceptedCall, code: number, details: string): void {
  if (call.cancelled || call.destroyed) return;
  call.emit('error', Object.assign(new Error(details), { code, details }));
}
