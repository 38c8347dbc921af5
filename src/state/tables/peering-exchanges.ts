// SPDX-License-Identifier: Apache-2.0
import type { PeeringExchangeRow } from '../../model/peering/peering.ts';
import { defineTable } from '../table.ts';

/** Exchanges of secrets that are under way, through gateways; every row is leased and vanishes with its holder. */
export const peeringExchanges = defineTable<PeeringExchangeRow>()({
  name: 'peering-exchanges',
  isOfThisServer: true,
  key: (row) => row.id,
  indexes: {},
});
