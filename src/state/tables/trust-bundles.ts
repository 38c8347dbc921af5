// SPDX-License-Identifier: Apache-2.0
import type { TrustBundleRow } from '../../model/peering/peering.ts';
import { defineTable } from '../table.ts';

/** Trust bundles of peers by the local name of the peering. */
export const trustBundles = defineTable<TrustBundleRow>()({
  name: 'trust-bundles',
  key: (row) => row.peer.toLowerCase(),
  indexes: {},
});
