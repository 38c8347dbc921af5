// SPDX-License-Identifier: Apache-2.0
import type { Write } from '../log/log.ts';
import { isPeeringLive } from '../model/peering/peering.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { peerings } from '../state/tables/peerings.ts';
import { defineCommand, put, remove } from './command.ts';
import { findPeeringById } from './peering-rows.ts';

/** The peer has deleted the peering: the record stays for people to see, its secrets go. A deletion of ours goes on. */
export const terminatePeering = defineCommand<{ peeringId: string }>({
  name: 'terminate-peering',
  decide: (read, { peeringId }) => {
    const row = findPeeringById(read, peeringId)?.value;
    if (row === undefined || !isPeeringLive(row)) return { writes: [], reply: undefined };
    const writes: Write[] = [put(peerings, { ...row, lifecycle: 'terminated' })];
    const secrets = read.get(peeringSecrets, peeringId);
    if (secrets !== undefined) writes.push(remove(peeringSecrets, secrets));
    return { writes, reply: undefined };
  },
});
