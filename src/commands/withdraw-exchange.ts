// SPDX-License-Identifier: Apache-2.0
import { peeringExchanges } from '../state/tables/peering-exchanges.ts';
import { defineCommand, remove } from './command.ts';

/** The call is over: whoever is to be reached from now on has a peering. */
export const withdrawExchange = defineCommand<{ readonly id: string }>({
  name: 'withdraw-exchange',
  decide: (read, { id }) => {
    const row = read.get(peeringExchanges, id);
    return { writes: row === undefined ? [] : [remove(peeringExchanges, row)], reply: undefined };
  },
});
