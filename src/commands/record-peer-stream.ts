// SPDX-License-Identifier: Apache-2.0
import type { PeerStreamRow } from '../model/peering/peering.ts';
import { peerStreams } from '../state/tables/peer-streams.ts';
import { defineCommand, put } from './command.ts';
import { findPeeringById } from './peering-rows.ts';

/** Writes down what the holder of a stream knows about it. Issued with the holder's lease. A peering that is gone gets no row. */
export const recordPeerStream = defineCommand<PeerStreamRow>({
  name: 'record-peer-stream',
  decide: (read, row) => {
    const isKnown = findPeeringById(read, row.peeringId) !== undefined;
    return { writes: isKnown ? [put(peerStreams, row)] : [], reply: undefined };
  },
});
