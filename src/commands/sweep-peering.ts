// SPDX-License-Identifier: Apache-2.0
import { isPeeringLive } from '../model/peering/peering.ts';
import { rowKey } from '../model/tenancy.ts';
import { checks } from '../state/tables/checks.ts';
import { nodes } from '../state/tables/nodes.ts';
import { peerStreams } from '../state/tables/peer-streams.ts';
import { peerings } from '../state/tables/peerings.ts';
import { services } from '../state/tables/services.ts';
import { trustBundles } from '../state/tables/trust-bundles.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { removeNode } from './node-rows.ts';

export interface SweepPeering {
  readonly name: string;
  /** Once so many rows are removed, the next nodes are left to the next round. */
  readonly maxRows: number;
}

/**
 * Removes what a peering that has ended left behind: imported nodes with all that is on them, then the trust bundle
 * and, when it was deleted here, the record. One call removes a bounded part; `isDone` says whether it was the last.
 */
export const sweepPeering = defineCommand<SweepPeering, { isDone: boolean }>({
  name: 'sweep-peering',
  decide: (read, { name, maxRows }) => {
    const row = read.get(peerings, name);
    if (row === undefined || isPeeringLive(row.value))
      return { writes: [], reply: { isDone: true } };
    const draft = new Draft(read);
    let removed = 0;
    for (const node of read.by(nodes, 'peer', row.value.Name)) {
      if (removed >= maxRows) return { writes: draft.writes, reply: { isDone: false } };
      const { tenancy, node: on } = node.value;
      const onNode = rowKey(tenancy, on.Node);
      removed += 1 + read.count(services, 'node', onNode) + read.count(checks, 'node', onNode);
      removeNode(draft, node);
    }
    const bundle = read.get(trustBundles, name);
    if (bundle !== undefined) draft.remove(trustBundles, bundle);
    const stream = read.get(peerStreams, row.value.ID);
    if (row.value.lifecycle === 'deleting') {
      if (stream !== undefined) draft.remove(peerStreams, stream);
      draft.remove(peerings, row);
    }
    return { writes: draft.writes, reply: { isDone: true } };
  },
});
