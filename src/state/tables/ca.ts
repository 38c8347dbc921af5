// SPDX-License-Identifier: Apache-2.0
import type { CaKeyRow, CaRootRow, ClusterRow } from '../../model/ca/ca.ts';
import { defineTable } from '../table.ts';

export const caRoots = defineTable<CaRootRow>()({
  name: 'ca-roots',
  key: (row) => row.ID,
  indexes: {},
});

/** Signing keys; apart from the roots so that no reader of roots can show one. */
export const caKeys = defineTable<CaKeyRow>()({
  name: 'ca-keys',
  key: (row) => row.rootId,
  indexes: {},
});

export const CLUSTER_KEY = 'cluster';

/** One row. */
export const cluster = defineTable<ClusterRow>()({
  name: 'cluster',
  key: () => CLUSTER_KEY,
  indexes: {},
});
