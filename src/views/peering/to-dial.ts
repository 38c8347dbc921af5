// SPDX-License-Identifier: Apache-2.0
import { isDialer, isPeeringLive } from '../../model/peering/peering.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { defineView } from '../engine/view.ts';
import { gatewaysOut } from './gateways-out.ts';

/** A peering whose stream we have to open. */
export interface ToDial {
  readonly peeringId: string;
  readonly peer: string;
  /** Rises with every change of the record: what failed before may work now. */
  readonly revision: number;
  /** The other end; a stream to another one is no use any more. */
  readonly remoteId: string;
  /** Gateways of ours to go through, `host:port`, before anything is dialed directly. */
  readonly gateways: readonly string[];
}

/** The peerings that this cluster dials, by name. */
export const peeringsToDial = defineView<null, readonly ToDial[]>({
  name: 'peering/to-dial',
  key: () => '',
  compute: (read) => {
    const gateways = read.view(gatewaysOut, null);
    return read
      .all(peerings)
      .filter(({ value }) => isPeeringLive(value) && isDialer(value))
      .map(({ value, modifyRevision: revision }) => {
        const { ID: peeringId, Name: peer, PeerID: remoteId } = value;
        return { peeringId, peer, revision, remoteId, gateways };
      });
  },
});
