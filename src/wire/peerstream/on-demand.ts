// SPDX-License-Identifier: Apache-2.0
// The peer stream, loaded when it is first needed: a server without peers should not carry its protocol.
import type { DialStream, ExchangeSecret } from '../../model/peering/dialing.ts';
import type { GrpcService } from '../grpc/service.ts';
import { withWayOut } from './exchange/way-out.ts';
import type { PeerStreamPorts } from './ports.ts';
import type { PeerStreamService } from './service.ts';

export interface PeerStreams {
  /** What peers call. Its streams end when the signal that was given is aborted. */
  readonly service: () => Promise<GrpcService>;
  /** Loads everything now. */
  readonly prepare: () => Promise<unknown>;
  /** Resolves when every accepted stream has ended and said so; for after the signal is aborted. */
  readonly drained: () => Promise<void>;
  readonly dial: DialStream;
  readonly exchangeSecret: ExchangeSecret;
}

export function peerStreamsOnDemand(ports: PeerStreamPorts, signal: AbortSignal): PeerStreams {
  let service: Promise<PeerStreamService> | undefined;
  let dialer: Promise<DialStream> | undefined;
  const loadService = (): Promise<PeerStreamService> => {
    service ??= import('./service.ts').then((module) => module.peerStreamService(ports, signal));
    return service;
  };
  const loadDialer = (): Promise<DialStream> => {
    dialer ??= import('./dial.ts').then(({ createStreamDialer }) => createStreamDialer(ports));
    return dialer;
  };
  return {
    service: loadService,
    prepare: () => Promise.all([loadService(), loadDialer()]),
    drained: async () => (await service)?.drained(),
    dial: async (target, address, until) => (await loadDialer())(target, address, until),
    exchangeSecret: async (token, keep, until) => {
      const { createSecretExchange } = await import('./exchange/secret.ts');
      const clock = { monotonicMs: () => performance.now(), random: Math.random };
      const exchange = createSecretExchange(clock);
      const kept = withWayOut(ports, token, async (gateways) =>
        keep(await exchange(token, gateways, until)),
      );
      // It will be needed as soon as the other cluster has answered.
      loadDialer().catch(() => {});
      return kept;
    },
  };
}
