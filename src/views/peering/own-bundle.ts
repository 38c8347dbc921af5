// SPDX-License-Identifier: Apache-2.0
import { trustDomainOf } from '../../model/ca/ca.ts';
import { CLUSTER_KEY, caRoots, cluster } from '../../state/tables/ca.ts';
import { defineView } from '../engine/view.ts';

/** What peers need to check our certificates. */
export interface OwnBundle {
  readonly TrustDomain: string;
  /** Every root, the active one and those rotated out; each ends in a newline. Sorted, the active one first. */
  readonly RootPEMs: readonly string[];
}

/** Undefined while the cluster has no identity or no root. */
export const ownBundle = defineView<null, OwnBundle | undefined>({
  name: 'peering/own-bundle',
  key: () => '',
  compute: (read) => {
    const row = read.get(cluster, CLUSTER_KEY);
    const roots = read.all(caRoots).map(({ value }) => value);
    if (row === undefined || roots.length === 0) return undefined;
    const sorted = roots.toSorted((a, b) => Number(b.Active) - Number(a.Active));
    return {
      TrustDomain: trustDomainOf(row.value),
      RootPEMs: sorted.map(({ RootCert }) => `${RootCert.trimEnd()}\n`),
    };
  },
});
