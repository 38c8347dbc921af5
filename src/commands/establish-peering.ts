// SPDX-License-Identifier: Apache-2.0
import type { Write } from '../log/log.ts';
import { checkEstablishable } from '../model/peering/establish.ts';
import { checkPeerName } from '../model/peering/name.ts';
import type { PeeringRow, TrustBundleRow } from '../model/peering/peering.ts';
import type { PeeringToken } from '../model/peering/token.ts';
import type { Read } from '../state/state.ts';
import { peerStreams } from '../state/tables/peer-streams.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { peerings } from '../state/tables/peerings.ts';
import { trustBundles } from '../state/tables/trust-bundles.ts';
import { defineCommand, put, remove } from './command.ts';

export interface EstablishPeering {
  readonly name: string;
  readonly meta: Readonly<Record<string, string>> | null;
  /** UUID for a record that does not exist yet. */
  readonly newId: string;
  /** Checked; its secret has been used. */
  readonly token: PeeringToken;
  /** What the acceptor gave for the token's secret. */
  readonly streamSecret: string;
}

/**
 * Makes this cluster the dialer of a peering, after the exchange has succeeded: a failed exchange stores nothing.
 * A dialer's record, terminated or not, is taken up again under its id.
 */
export const establishPeering = defineCommand<EstablishPeering>({
  name: 'establish-peering',
  decide: (read, { name, meta, newId, token, streamSecret }) => {
    checkPeerName(name);
    const existing = read.get(peerings, name)?.value;
    checkEstablishable(existing);
    const peering: PeeringRow = {
      ID: existing?.ID ?? newId,
      Name: name,
      Meta: meta,
      lifecycle: existing?.lifecycle === 'established' ? 'established' : 'establishing',
      PeerID: token.PeerID,
      PeerCAPems: token.CA ?? [],
      PeerServerName: token.ServerName,
      PeerServerAddresses: addressesOf(read, existing, token),
      ManualServerAddresses: token.ManualServerAddresses ?? [],
      Remote: token.Remote,
    };
    const writes: Write[] = [
      put(peerings, peering),
      put(peeringSecrets, { peeringId: peering.ID, activeStream: streamSecret }),
    ];
    const bundle = read.get(trustBundles, name);
    if (bundle !== undefined && !isBundleOf(bundle.value, token)) {
      writes.push(remove(trustBundles, bundle));
    }
    return { writes, reply: undefined };
  },
});

/** Whether the bundle is that of the cluster which made the token: the name of its servers ends in its trust domain. */
function isBundleOf({ TrustDomain }: TrustBundleRow, { ServerName }: PeeringToken): boolean {
  return ServerName.toLowerCase().endsWith(`.peering.${TrustDomain}`);
}

// Addresses that a live stream proves are better than those of a token, which may be old.
function addressesOf(
  read: Read,
  existing: PeeringRow | undefined,
  token: PeeringToken,
): readonly string[] {
  const fromToken = token.ServerAddresses ?? [];
  if (existing === undefined || existing.PeerID !== token.PeerID) return fromToken;
  const isConnected = read.get(peerStreams, existing.ID)?.value.phase === 'connected';
  return isConnected && existing.PeerServerAddresses.length > 0
    ? existing.PeerServerAddresses
    : fromToken;
}
