// SPDX-License-Identifier: Apache-2.0
import { isPeeringLive } from '../../model/peering/peering.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { trustBundles } from '../../state/tables/trust-bundles.ts';
import { nodes } from '../../state/tables/nodes.ts';
import { defineView } from '../engine/view.ts';

/** Names of peerings that have ended and still have something here: imported nodes, a bundle, the record. */
export const peeringsToSweep = defineView<null, readonly string[]>({
  name: 'peering/to-sweep',
  key: () => '',
  compute: (read) =>
    read
      .all(peerings)
      .filter(({ value }) => !isPeeringLive(value))
      .filter(({ value: { Name, lifecycle }, key }) => {
        if (lifecycle === 'deleting' || read.get(trustBundles, key) !== undefined) return true;
        return read.count(nodes, 'peer', Name) > 0;
      })
      .map(({ value }) => value.Name),
});
