// SPDX-License-Identifier: Apache-2.0
import type { PeeringRow } from '../model/peering/peering.ts';
import type { Write } from '../log/log.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { peerings } from '../state/tables/peerings.ts';
import { defineCommand, put, remove } from './command.ts';

export interface DeletePeering {
  readonly name: string;
  /** RFC 3339. */
  readonly deletedAt: string;
}

/** Marks a peering for deletion and forgets its secrets; its stream and the sweeper do the rest. Deleting twice is fine. */
export const deletePeering = defineCommand<DeletePeering>({
  name: 'delete-peering',
  decide: (read, { name, deletedAt }) => {
    const row = read.get(peerings, name.toLowerCase())?.value;
    if (row === undefined || row.lifecycle === 'deleting') return { writes: [], reply: undefined };
    const marked: PeeringRow = {
      ID: row.ID,
      Name: row.Name,
      Meta: null,
      lifecycle: 'deleting',
      DeletedAt: deletedAt,
      PeerID: '',
      PeerCAPems: [],
      PeerServerName: '',
      PeerServerAddresses: row.PeerServerAddresses,
      ManualServerAddresses: row.ManualServerAddresses,
      Remote: row.Remote,
    };
    const writes: Write[] = [put(peerings, marked)];
    const secrets = read.get(peeringSecrets, row.ID);
    if (secrets !== undefined) writes.push(remove(peeringSecrets, secrets));
    return { writes, reply: undefined };
  },
});
