// SPDX-License-Identifier: Apache-2.0
import type { PeerStreamRow } from '../../model/peering/peering.ts';
import { defineTable } from '../table.ts';

/** Live peer streams by local peering id; every row is leased and vanishes with its holder. */
export const peerStreams = defineTable<PeerStreamRow>()({
  name: 'peer-streams',
  isOfThisServer: true,
  key: (row) => row.peeringId,
  indexes: {},
});
