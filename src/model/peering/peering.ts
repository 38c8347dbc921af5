// SPDX-License-Identifier: Apache-2.0
// The nouns of peering as rows. What a peering *is doing* (ACTIVE, FAILING…) is never stored: it is
// derived from these rows and from the leased facts of its stream (views/peering/status.ts).
import type { Locality } from '../catalog/node.ts';

/**
 * What was decided about a peering; everything else about its state is derived. `pending`: a token was made
 * and not used. `establishing`: the exchange succeeded, no stream yet. `established`: a stream has been up
 * before, so that having none now is a failure. `terminated`: the other side has deleted it.
 */
export type PeeringLifecycle =
  | 'pending'
  | 'establishing'
  | 'established'
  | 'deleting'
  | 'terminated';

export interface RemoteInfo {
  readonly Partition: string;
  readonly Datacenter: string;
  readonly Locality: Locality | null;
}

/** One end of a peering. A dialer has addresses and the other end's id; an acceptor has neither. */
export interface PeeringRow {
  readonly ID: string;
  readonly Name: string;
  readonly Meta: Readonly<Record<string, string>> | null;
  readonly lifecycle: PeeringLifecycle;
  /** RFC 3339, when deletion was asked for. */
  readonly DeletedAt?: string;
  /** The id of the acceptor's record; '' on the acceptor. */
  readonly PeerID: string;
  readonly PeerCAPems: readonly string[];
  readonly PeerServerName: string;
  readonly PeerServerAddresses: readonly string[];
  readonly ManualServerAddresses: readonly string[];
  readonly Remote: RemoteInfo;
}

export const isDialer = (row: PeeringRow): boolean =>
  row.PeerServerAddresses.length > 0 || row.ManualServerAddresses.length > 0;

/** `host:port` of the peer's servers, in the order in which to try them: an operator's, if there are any, alone. */
export const dialAddresses = (
  manual: readonly string[],
  known: readonly string[],
): readonly string[] => (manual.length > 0 ? manual : known);

export const isPeeringLive = (row: PeeringRow): boolean =>
  row.lifecycle !== 'deleting' && row.lifecycle !== 'terminated';

/** The secrets of one peering, by the id of its local record. Never shown, never logged. */
export interface PeeringSecretsRow {
  readonly peeringId: string;
  readonly establishment?: string;
  readonly activeStream?: string;
  readonly pendingStream?: string;
}

/** The roots that a peer's certificates chain to; a SPIFFE id of its trust domain is believed only with them. */
export interface TrustBundleRow {
  /** Local name of the peering. */
  readonly peer: string;
  readonly TrustDomain: string;
  readonly RootPEMs: readonly string[];
  /** Partition on the sender's side; 'default' when it sent none. */
  readonly ExportedPartition: string;
}

/** `silent`: the connection is there, but its beat is overdue. `down`: lost, or refused; see `lastError`. */
export type StreamPhase = 'connected' | 'silent' | 'down';

/**
 * What the holder of a peer stream knows about it, bound to the holder's lease: no row, no stream. Written on
 * transition and coarsely refreshed, so times lag behind by up to a few seconds.
 */
export interface PeerStreamRow {
  readonly peeringId: string;
  /** Node name of the server that holds the stream. */
  readonly holder: string;
  readonly phase: StreamPhase;
  /** When the stream was opened or, when it is down, lost. */
  readonly sinceMs: number;
  /** Names of the last list pushed to / accepted from the peer. */
  readonly exportedServices: readonly string[];
  readonly importedServices: readonly string[];
  readonly lastHeartbeatMs?: number;
  readonly lastReceiveMs?: number;
  readonly lastSendMs?: number;
  /** The age of what the peer has not confirmed yet is counted from here; absent when it has everything. */
  readonly unconfirmedSinceMs?: number;
  /** The latest failure: of the stream, of the peer to accept something of ours, or of us something of its. */
  readonly lastError?: { readonly message: string; readonly atMs: number };
}

/** A cluster that is being called with the secret of its token, through our gateways, before there is a peering. */
export interface PeeringExchangeRow {
  /** UUID of the exchange. */
  readonly id: string;
  /** As in `PeeringRow`: what connections to its servers ask for. */
  readonly serverName: string;
  /** `host:port` */
  readonly addresses: readonly string[];
}
