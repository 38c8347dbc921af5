// SPDX-License-Identifier: Apache-2.0
// What peers can call: the stream, and the exchange that comes before it. Nothing else is offered on the
// peering name.
import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { exchangePeeringSecret } from '../../commands/exchange-peering-secret.ts';
import type {
  ExchangeSecretRequest,
  ExchangeSecretResponse,
} from '../../gen/consul/peerstream_pb.ts';
import { Refusal } from '../../model/refusal.ts';
import type { GrpcService } from '../grpc/service.ts';
import { type AcceptedCall, Acceptor } from './accept.ts';
import { exchangeResponse, exchangeSecret, streamResources } from './methods.ts';
import type { PeerStreamPorts } from './ports.ts';
import { Seldom } from './seldom.ts';

export interface PeerStreamService extends GrpcService {
  /** Resolves when every stream has ended and said so; for after the signal is aborted. */
  readonly drained: () => Promise<void>;
}

/** The service for the peering port. Its streams end when `signal` is aborted. */
export function peerStreamService(ports: PeerStreamPorts, signal: AbortSignal): PeerStreamService {
  const acceptor = new Acceptor(ports, signal);
  const refusals = new Seldom();
  return {
    drained: () => acceptor.drained(),
    definition: { streamResources, exchangeSecret },
    implementation: {
      streamResources: (call: AcceptedCall) => acceptor.accept(call),
      exchangeSecret: (call: ExchangeCall, reply: sendUnaryData<ExchangeSecretResponse>) =>
        void answerExchange(ports, refusals, call, reply),
    },
  };
}

type ExchangeCall = ServerUnaryCall<ExchangeSecretRequest, ExchangeSecretResponse>;

async function answerExchange(
  ports: PeerStreamPorts,
  refusals: Seldom,
  call: ExchangeCall,
  reply: sendUnaryData<ExchangeSecretResponse>,
): Promise<void> {
  const { PeerID: peeringId, EstablishmentSecret: establishmentSecret } = call.request;
  const streamSecret = ports.newId();
  try {
    const input = { peeringId, establishmentSecret, streamSecret };
    await ports.issue(exchangePeeringSecret, input, 'peer secret exchange');
    reply(null, exchangeResponse(streamSecret));
  } catch (error) {
    if (error instanceof Refusal) {
      if (refusals.isTime(ports.now())) {
        const from = call.getPeer();
        ports.logger.warn('refused a peering token', { from, error: error.message });
      }
      return reply({ code: error.grpcCode, details: error.message });
    }
    ports.logger.error('could not exchange a peering secret', { error });
    reply({ code: status.INTERNAL, details: 'failed to persist peering secret: internal error' });
  }
}
