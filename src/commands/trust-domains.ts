// SPDX-License-Identifier: Apache-2.0
import { trustDomainOf } from '../model/ca/ca.ts';
import type { Read } from '../state/state.ts';
import { CLUSTER_KEY, cluster } from '../state/tables/ca.ts';
import { trustBundles } from '../state/tables/trust-bundles.ts';

/**
 * Whether a peer may speak for a trust domain: its own once its bundle is known, before that any that is neither
 * ours nor another peer's. `is` says which domain is meant.
 */
export function isTrustDomainOpenTo(
  read: Read,
  peer: string,
  is: (trustDomain: string) => boolean,
): boolean {
  const own = read.get(trustBundles, peer);
  if (own !== undefined) return is(own.value.TrustDomain);
  const ours = read.get(cluster, CLUSTER_KEY);
  if (ours !== undefined && is(trustDomainOf(ours.value))) return false;
  return !read.all(trustBundles).some(({ value }) => is(value.TrustDomain));
}
