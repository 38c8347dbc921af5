// SPDX-License-Identifier: Apache-2.0
import type { PeeringSecretsRow } from '../../model/peering/peering.ts';
import { defineTable } from '../table.ts';

/** Secrets by the id of the local peering record. Only commands may read it; no view does. */
export const peeringSecrets = defineTable<PeeringSecretsRow>()({
  name: 'peering-secrets',
  key: (row) => row.peeringId,
  indexes: {},
});
