// SPDX-License-Identifier: Apache-2.0
import { X509Certificate } from 'node:crypto';
import { isSameTrustDomain } from '../model/ca/spiffe.ts';
import { structurallyEqual } from '../model/equal.ts';
import type { PeeringLimits } from '../model/peering/limits.ts';
import { isDialer, isPeeringLive, type TrustBundleRow } from '../model/peering/peering.ts';
import { trustDomainOfPeerMeta } from '../model/peering/peer-meta.ts';
import { Refusal } from '../model/refusal.ts';
import { DEFAULT_NAME, peerTenancy, rowKey } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { peerings } from '../state/tables/peerings.ts';
import { services } from '../state/tables/services.ts';
import { trustBundles } from '../state/tables/trust-bundles.ts';
import { trustDomainOf } from '../model/ca/ca.ts';
import { CLUSTER_KEY, cluster } from '../state/tables/ca.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { findPeeringById, MARKED_FOR_DELETION } from './peering-rows.ts';
import { removeService } from './service-rows.ts';

export interface ImportTrustBundle {
  /** Id of the local record. */
  readonly peeringId: string;
  readonly trustDomain: string;
  readonly rootPems: readonly string[];
  /** '' counts as default. */
  readonly exportedPartition: string;
  readonly limits: PeeringLimits;
}

/**
 * Believes a peer's roots, for its trust domain and, as dialer, for its servers. A domain has one owner: neither ours
 * nor that of another peer can be claimed.
 */
export const importTrustBundle = defineCommand<ImportTrustBundle>({
  name: 'import-trust-bundle',
  decide: (read, { peeringId, trustDomain, rootPems, exportedPartition, limits }) => {
    const row = findPeeringById(read, peeringId)?.value;
    if (row === undefined) {
      throw refused(`cannot write peering trust bundle for unknown peering ${peeringId}`);
    }
    if (!isPeeringLive(row)) throw refused(MARKED_FOR_DELETION);
    const bundle: TrustBundleRow = {
      peer: row.Name,
      TrustDomain: trustDomain.toLowerCase(),
      RootPEMs: checkedRoots(rootPems, limits),
      ExportedPartition: exportedPartition || DEFAULT_NAME,
    };
    checkTrustDomain(read, bundle);
    const draft = new Draft(read);
    if (!structurallyEqual(read.get(trustBundles, row.Name)?.value, bundle)) {
      draft.put(trustBundles, bundle);
    }
    // A token without certificates and name asked for plain text: there is nothing to check a server by.
    const isPlain = isDialer(row) && row.PeerServerName === '';
    if (!isPlain && !structurallyEqual(row.PeerCAPems, bundle.RootPEMs)) {
      draft.put(peerings, { ...row, PeerCAPems: bundle.RootPEMs });
    }
    removeForeignSidecars(draft, bundle);
    return { writes: draft.writes, reply: undefined };
  },
});

function checkedRoots(pems: readonly string[], { maxRoots }: PeeringLimits): readonly string[] {
  // With no root a dialer would fall back to plain text.
  if (pems.length === 0) throw refused('trust bundle has no roots');
  if (pems.length > maxRoots) {
    throw refused(`trust bundle has ${pems.length} roots, at most ${maxRoots} are accepted`);
  }
  return pems.map((pem) => {
    try {
      // Only what was read goes into Envoy's trust store, not whatever else the text holds.
      return `${new X509Certificate(pem).toString().trimEnd()}\n`;
    } catch {
      throw refused('trust bundle has a root that is no certificate');
    }
  });
}

function checkTrustDomain(read: Read, bundle: TrustBundleRow): void {
  const { peer, TrustDomain: domain } = bundle;
  if (!/^[\w-]+(\.[\w-]+)*$/.test(domain) || domain.length > 255) {
    throw refused('trust bundle has no valid trust domain');
  }
  const ours = read.get(cluster, CLUSTER_KEY);
  if (ours !== undefined && isSameTrustDomain(trustDomainOf(ours.value), domain)) {
    throw refused(`trust domain "${domain}" is that of this cluster`);
  }
  for (const { value: other } of read.all(trustBundles)) {
    if (other.peer === peer || !isSameTrustDomain(other.TrustDomain, domain)) continue;
    // Two partitions of one cluster share roots; two clusters that share a name could pose as each other.
    if (structurallyEqual(other.RootPEMs, bundle.RootPEMs)) continue;
    throw refused(`trust domain "${domain}" is that of another peer`);
  }
}

// They came before the bundle, or are left from another cluster that had the name of this peer.
function removeForeignSidecars(draft: Draft, { peer, TrustDomain }: TrustBundleRow): void {
  const kind = rowKey(peerTenancy(peer), 'connect-proxy');
  for (const row of draft.by(services, 'kind', kind)) {
    const meta = row.value.service.Connect.PeerMeta;
    if (meta === undefined || isSameTrustDomain(trustDomainOfPeerMeta(meta), TrustDomain)) continue;
    removeService(draft, row);
  }
}

function refused(message: string): Refusal {
  return new Refusal('rpc-error', message);
}
