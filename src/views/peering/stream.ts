// SPDX-License-Identifier: Apache-2.0
import type { PeerStreamRow } from '../../model/peering/peering.ts';
import { peerStreams } from '../../state/tables/peer-streams.ts';
import { defineView } from '../engine/view.ts';

/** What is known of a peering's stream, by the id of the local record; undefined when it has had none. */
export const peerStream = defineView<string, PeerStreamRow | undefined>({
  name: 'peering/stream',
  key: (peeringId) => peeringId,
  compute: (read, peeringId) => read.get(peerStreams, peeringId)?.value,
});
