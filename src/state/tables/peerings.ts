// SPDX-License-Identifier: Apache-2.0
import type { PeeringRow } from '../../model/peering/peering.ts';
import { defineTable } from '../table.ts';

/** Peerings by lower-cased name; bucket `id` finds one by the id of its local record. */
export const peerings = defineTable<PeeringRow>()({
  name: 'peerings',
  key: (row) => row.Name.toLowerCase(),
  indexes: { id: (row) => [row.ID] },
});
