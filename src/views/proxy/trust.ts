// SPDX-License-Identifier: Apache-2.0
// Whose certificates are believed. In: our roots and the bundles that peers sent. Out: anchors, each for one trust
// domain. A trust domain has one issuer: ours is never replaced by a peer's, nor a peer's by one that came later.
import { trustDomainOf } from '../../model/ca/ca.ts';
import { isSameTrustDomain } from '../../model/ca/spiffe.ts';
import { isPeeringLive } from '../../model/peering/peering.ts';
import { DEFAULT_NAME } from '../../model/tenancy.ts';
import { CLUSTER_KEY, caRoots, cluster } from '../../state/tables/ca.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { trustBundles } from '../../state/tables/trust-bundles.ts';
import { consumersOf } from '../exports/exported-to.ts';
import { defineView } from '../engine/view.ts';
import { byText } from './order.ts';

/** A certificate is believed to be of a trust domain if it chains to one of these roots, and of no other. */
export interface TrustAnchors {
  readonly trustDomain: string;
  /** Partition that the trust domain's ids are written with where none is said. */
  readonly partition: string;
  /** PEM, each root ending in one newline; never empty. */
  readonly rootsPem: string;
}

/** Our own trust domain; undefined until the CA has a root. */
export const ownTrust = defineView<null, TrustAnchors | undefined>({
  name: 'proxy/own-trust',
  key: () => '',
  compute: (read) => {
    const row = read.get(cluster, CLUSTER_KEY);
    const rootsPem = joinPems(read.all(caRoots).map((root) => root.value.RootCert));
    if (row === undefined || rootsPem === '') return undefined;
    return { trustDomain: trustDomainOf(row.value), partition: DEFAULT_NAME, rootsPem };
  },
});

/** Anchors of live peerings by the peering's local name in lower case. */
const peerTrusts = defineView<null, ReadonlyMap<string, TrustAnchors>>({
  name: 'proxy/peer-trusts',
  key: () => '',
  compute: (read) => {
    const own = read.view(ownTrust, null);
    const found = new Map<string, TrustAnchors>();
    if (own === undefined) return found;
    const bundles = [...read.all(trustBundles)].sort(
      (a, b) => a.createRevision - b.createRevision || byText(a.key, b.key),
    );
    const taken = new Map<string, string>();
    for (const { key: peer, value: bundle } of bundles) {
      const peering = read.get(peerings, peer)?.value;
      const rootsPem = joinPems(bundle.RootPEMs);
      if (peering === undefined || !isPeeringLive(peering) || rootsPem === '') continue;
      if (isSameTrustDomain(bundle.TrustDomain, own.trustDomain)) continue;
      const holder = bundle.TrustDomain.toLowerCase();
      // One cluster may be peered twice; two clusters that claim to be one may not.
      if ((taken.get(holder) ?? rootsPem) !== rootsPem) continue;
      taken.set(holder, rootsPem);
      const partition = bundle.ExportedPartition || DEFAULT_NAME;
      found.set(peer, { trustDomain: bundle.TrustDomain, partition, rootsPem });
    }
    return found;
  },
});

/** The anchors of one peer; undefined while its bundle is missing or not to be believed. */
export const peerTrust = defineView<string, TrustAnchors | undefined>({
  name: 'proxy/peer-trust',
  key: (peer) => peer.toLowerCase(),
  compute: (read, peer) => read.view(peerTrusts, null).get(peer.toLowerCase()),
});

/** The trust domains of all peers that can be told by their certificates. Sorted. */
export const peerTrustDomains = defineView<null, readonly string[]>({
  name: 'proxy/peer-trust-domains',
  key: () => '',
  compute: (read) => {
    const domains = [...read.view(peerTrusts, null).values()].map((trust) => trust.trustDomain);
    return [...new Set(domains)].sort(byText);
  },
});

/** Everybody who may call a service of ours: our own trust domain and those of the peers that it is exported to. */
export const callersTrust = defineView<string, readonly TrustAnchors[]>({
  name: 'proxy/callers-trust',
  key: (service) => service,
  compute: (read, service) => {
    const own = read.view(ownTrust, null);
    if (own === undefined) return [];
    const byDomain = new Map([[own.trustDomain, own]]);
    for (const peer of read.view(consumersOf, service)) {
      const anchors = read.view(peerTrust, peer);
      if (anchors !== undefined) byDomain.set(anchors.trustDomain, anchors);
    }
    return [...byDomain.values()].sort((a, b) => byText(a.trustDomain, b.trustDomain));
  },
});

function joinPems(pems: readonly string[]): string {
  return pems
    .map((pem) => pem.trim())
    .filter((pem) => pem !== '')
    .map((pem) => `${pem}\n`)
    .join('');
}
