// SPDX-License-Identifier: Apache-2.0
// The nouns of peering as rows. What a peering *is doing* (ACTIVE, FAILING…) is never stored: it is
// derived from these rows and from the leased facts of its stream (views/peering/status.ts).
import type { Locality } from '../catalog/node.ts';

/** What was decided about a peering; everything else about its state is derived. */
export type PeeringLifecycle = 'pending' | 'establishing' | 'deleting' | 'terminated';

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

export const isPeeringLive = (row: PeeringRow): boolean =>
  row.lifecycle === 'pending' || row.lifecycle === 'establishing';

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

/** A live stream, bound to its holder's lease: no row, no stream. Written on transition and coarsely refreshed. */
export interface PeerStreamRow {
  readonly peeringId: string;
  /** Node name of the server that holds the stream. */
  readonly holder: string;
  readonly sinceMs: number;
  /** Names of the last list pushed to / accepted from the peer. */
  readonly exportedServices: readonly string[];
  readonly importedServices: readonly string[];
  readonly lastHeartbeatMs?: number;
  readonly lastReceiveMs?: number;
  readonly lastSendMs?: number;
  /** The latest failure of the peer to accept something of ours, or of us to accept something of its. */
  readonly lastError?: { readonly message: string; readonly atMs: number };
}
