// SPDX-License-Identifier: Apache-2.0
// What controllers and endpoints ask of the network on behalf of a peering. The wire fulfils it; the
// composition root hands it in.
import type { Secret } from '../secret.ts';
import type { PeeringToken } from './token.ts';

/** How to reach the servers of a peer. Without CA certificates the connection is plain text, as its token said. */
export interface PeerEndpoint {
  /** `host:port`, tried in turn. */
  readonly addresses: readonly string[];
  /** SNI, and the DNS name that the certificate must have. */
  readonly serverName: string;
  readonly caPems: readonly string[];
}

/** One stream to open. */
export interface DialTarget extends PeerEndpoint {
  readonly peeringId: string;
  /** Local name of the peering. */
  readonly peer: string;
  /** The acceptor's id of the peering. */
  readonly remoteId: string;
  readonly streamSecret: Secret;
}

/** Why a stream is over. */
export type StreamEnd =
  /** The peer deleted the peering, or we did and the peer was told. */
  | { readonly reason: 'terminated' }
  /** We gave up on purpose: shutdown, or a newer attempt takes its place. */
  | { readonly reason: 'stopped' }
  | {
      readonly reason: 'failed';
      /** gRPC status code, when the peer or the transport gave one. */
      readonly grpcCode?: number;
      readonly message: string;
      /** How long the stream was up; 0 when it never was. */
      readonly upMs: number;
    };

/** Opens a stream to one address and resolves when it is over; never rejects. */
export type DialStream = (
  target: DialTarget,
  address: string,
  signal: AbortSignal,
) => Promise<StreamEnd>;

/**
 * Trades the secret of a token for one that opens streams, and has it kept; Refusal with Consul's text when that fails.
 * The way to the peer that was found stays open until `keep` is done, so that who keeps it can go on along it.
 */
export type ExchangeSecret = (
  token: PeeringToken,
  keep: (secret: Secret) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;
