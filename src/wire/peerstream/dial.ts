// SPDX-License-Identifier: Apache-2.0
// The dialer's end: one attempt at one address, over a connection of its own, until the stream is over.
// When to try again, and where, is the controller's to say.
import {
  type Client,
  type ClientDuplexStream,
  connectivityState,
  type Metadata,
} from '@grpc/grpc-js';
import type { ReplicationMessage } from '../../gen/consul/peerstream_pb.ts';
import type { DialStream, DialTarget, StreamEnd } from '../../model/peering/dialing.ts';
import { versionMetadata } from './accept.ts';
import { isOverWithin } from './call.ts';
import { connectTo } from './connection.ts';
import { heartbeat, openMessage, VERSION_METADATA } from './messages.ts';
import { streamResources } from './methods.ts';
import type { PeerStreamPorts } from './ports.ts';
import { type SessionEnd, StreamSession } from './session.ts';

type DialedCall = ClientDuplexStream<ReplicationMessage, ReplicationMessage>;

// How long an acceptor may take to end a stream that is over. A real one may never do it (§4.9).
const LAST_STATUS_MS = 3_000;
const CLOSED_MS = 100;

export function createStreamDialer(ports: PeerStreamPorts): DialStream {
  return async (target, address, signal) => {
    try {
      return await dial(ports, target, address, signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `failed to dial: ${reason}`;
      return { reason: 'failed', message, upMs: 0 };
    }
  };
}

async function dial(
  ports: PeerStreamPorts,
  target: DialTarget,
  address: string,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const { maxMessageBytes } = ports.limits;
  const client = connectTo(target, address, { maxMessageBytes, keepsAlive: true });
  const { path, requestSerialize, responseDeserialize } = streamResources;
  const call: DialedCall = client.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    versionMetadata(ports.version),
  );
  call.on('error', () => {});
  const { peeringId, peer, remoteId } = target;
  const session = new StreamSession(call, { ports, role: 'dialer', peeringId, peer, remoteId });
  call.on('metadata', (metadata: Metadata) => {
    if (metadata.get(VERSION_METADATA).length > 0) session.recogniseCauseway();
    watchConnection(client, session);
  });
  call.write(openMessage(remoteId, target.streamSecret.reveal(), ports.location));
  const end = await session.run(signal);
  const { upMs } = session;
  await hangUp(call, end);
  client.close();
  return endOf(end, upMs);
}

// A server that closes its connection in good order can leave the stream open at this end for ever. What
// it said last may still be on its way through.
function watchConnection(client: Client, session: StreamSession): void {
  const lose = () => void setTimeout(() => session.lose(), CLOSED_MS).unref();
  const channel = client.getChannel();
  if (channel.getConnectivityState(false) !== connectivityState.READY) return lose();
  channel.watchConnectivityState(connectivityState.READY, Infinity, lose);
}

async function hangUp(call: DialedCall, end: SessionEnd): Promise<void> {
  if (end.how === 'terminated' && !call.destroyed) {
    // A real acceptor loses the half-close when nothing comes before it.
    call.write(heartbeat());
    call.end();
    await isOverWithin(call, LAST_STATUS_MS);
  }
  call.cancel();
}

function endOf(end: SessionEnd, upMs: number): StreamEnd {
  if (end.how === 'failed') {
    const { grpcCode, message } = end;
    const failure = { reason: 'failed', message, upMs } as const;
    return grpcCode === undefined ? failure : { ...failure, grpcCode };
  }
  return end.how === 'terminated' ? { reason: 'terminated' } : { reason: 'stopped' };
}
