// SPDX-License-Identifier: Apache-2.0
import type { DialTarget } from '../model/peering/dialing.ts';
import { dialAddresses, isDialer, isPeeringLive } from '../model/peering/peering.ts';
import { Refusal } from '../model/refusal.ts';
import { Secret } from '../model/secret.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { defineCommand } from './command.ts';
import { findPeeringById } from './peering-rows.ts';

/** All that one attempt to open a stream needs, as it is now. Writes nothing: views can't hold secrets. */
export const prepareDial = defineCommand<{ peeringId: string }, DialTarget>({
  name: 'prepare-dial',
  decide: (read, { peeringId }) => {
    const row = findPeeringById(read, peeringId)?.value;
    if (row === undefined || !isPeeringLive(row)) {
      throw new Refusal('aborted', `peering is marked as deleted: ${peeringId}`);
    }
    if (row.PeerID === '' || !isDialer(row)) {
      throw new Refusal(
        'failed-precondition',
        'expected PeerID to be non empty; the wrong end of peering is being dialed',
      );
    }
    const secret = read.get(peeringSecrets, row.ID)?.value.activeStream;
    if (secret === undefined) {
      throw new Refusal(
        'failed-precondition',
        'missing stream secret for peering stream authorization, peering must be re-established',
      );
    }
    const reply: DialTarget = {
      peeringId: row.ID,
      peer: row.Name,
      remoteId: row.PeerID,
      addresses: dialAddresses(row.ManualServerAddresses, row.PeerServerAddresses),
      serverName: row.PeerServerName,
      caPems: row.PeerCAPems,
      streamSecret: new Secret(secret),
    };
    return { writes: [], reply };
  },
});
