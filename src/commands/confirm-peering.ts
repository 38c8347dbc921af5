// SPDX-License-Identifier: Apache-2.0
import { peerings } from '../state/tables/peerings.ts';
import { defineCommand, put } from './command.ts';
import { findPeeringById } from './peering-rows.ts';

/** Notes, once, that the acceptor has let us in: from now on having no stream is a failure. */
export const confirmPeering = defineCommand<{ peeringId: string }>({
  name: 'confirm-peering',
  decide: (read, { peeringId }) => {
    const row = findPeeringById(read, peeringId)?.value;
    if (row?.lifecycle !== 'establishing') return { writes: [], reply: undefined };
    return { writes: [put(peerings, { ...row, lifecycle: 'established' })], reply: undefined };
  },
});
