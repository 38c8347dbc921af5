// SPDX-License-Identifier: Apache-2.0
import { trustDomainOf } from '../../model/ca/ca.ts';
import { type CaRoot, caRootOf } from '../../model/ca/root.ts';
import { CA_CONFIG_KEY, caConfig } from '../../state/tables/ca-config.ts';
import { CLUSTER_KEY, caRoots, cluster } from '../../state/tables/ca.ts';
import { defineView } from '../engine/view.ts';

/** Who may sign in this cluster's name. */
export interface RootsAnswer {
  readonly ActiveRootID: string;
  readonly TrustDomain: string;
  readonly Roots: readonly CaRoot[];
}

/** The roots of this cluster's CA as the API shows them; undefined before it has one. */
export const roots = defineView<null, RootsAnswer | undefined>({
  name: 'ca/roots',
  key: () => '',
  compute: (read) => {
    const own = read.get(cluster, CLUSTER_KEY)?.value;
    const rows = read.all(caRoots);
    const active = rows.find((row) => row.value.Active);
    if (own === undefined || active === undefined) return undefined;
    return {
      ActiveRootID: active.value.ID,
      TrustDomain: trustDomainOf(own),
      Roots: rows.map(({ value, createRevision, modifyRevision }) =>
        caRootOf(value.RootCert, {
          clusterId: own.id,
          isActive: value.Active,
          intermediatePems: value.IntermediateCerts,
          createIndex: createRevision,
          modifyIndex: modifyRevision,
        }),
      ),
    };
  },
});

/** The roots, new whenever the CA has been configured: who waits for them learns then that they were looked at again. */
export const rootsAsConfigured = defineView<
  null,
  { readonly roots: RootsAnswer | undefined; readonly configured: number }
>({
  name: 'ca/roots-as-configured',
  key: () => '',
  compute: (read) => ({
    roots: read.view(roots, null),
    configured: read.get(caConfig, CA_CONFIG_KEY)?.modifyRevision ?? 0,
  }),
});
