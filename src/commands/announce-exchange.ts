// SPDX-License-Identifier: Apache-2.0
import type { PeeringExchangeRow } from '../model/peering/peering.ts';
import { peeringExchanges } from '../state/tables/peering-exchanges.ts';
import { defineCommand, put } from './command.ts';

/** Lets our gateways know of a cluster that is about to be called; issued with the lease of who calls it. */
export const announceExchange = defineCommand<PeeringExchangeRow>({
  name: 'announce-exchange',
  decide: (_read, row) => ({ writes: [put(peeringExchanges, row)], reply: undefined }),
});
