// SPDX-License-Identifier: Apache-2.0
import { isDialer, isPeeringLive } from '../../model/peering/peering.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { defineView } from '../engine/view.ts';

/** A peering whose stream we have to open. */
export interface ToDial {
  readonly peeringId: string;
  readonly peer: string;
  /** Rises with every change of the record: what failed before may work now. */
  readonly revision: number;
  /** The other end; a stream to another one is no use any more. */
  readonly remoteId: string;
}

/** The peerings that this cluster dials, by name. */
export const peeringsToDial = defineView<null, readonly ToDial[]>({
  name: 'peering/to-dial',
  key: () => '',
  compute: (read) =>
    read
      .all(peerings)
      .filter(({ value }) => isPeeringLive(value) && isDialer(value))
      .map(({ value, modifyRevision: revision }) => {
        return { peeringId: value.ID, peer: value.Name, revision, remoteId: value.PeerID };
      }),
});
