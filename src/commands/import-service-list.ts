// SPDX-License-Identifier: Apache-2.0
import { checkImportedNames } from '../model/peering/import-rules.ts';
import { SIDECAR_SUFFIX } from '../model/peering/instance.ts';
import type { PeeringLimits } from '../model/peering/limits.ts';
import { peerTenancy } from '../model/tenancy.ts';
import { services } from '../state/tables/services.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { removeNode } from './node-rows.ts';
import { importingPeering } from './peering-rows.ts';
import { removeService } from './service-rows.ts';

export interface ImportServiceList {
  /** Id of the local record. */
  readonly peeringId: string;
  /** Everything that the peer exports to us. */
  readonly names: readonly string[];
  readonly limits: PeeringLimits;
  /** Once so many instances are removed, the rest is left to the next round. */
  readonly maxInstances: number;
}

/** Removes what is no longer in the list; `isDone` says whether there is more to remove. */
export const importServiceList = defineCommand<ImportServiceList, { isDone: boolean }>({
  name: 'import-service-list',
  decide: (read, { peeringId, names, limits, maxInstances }) => {
    const { Name: peer } = importingPeering(read, peeringId).value;
    checkImportedNames(names, limits);
    const kept = new Set(
      names.flatMap((name) => [name.toLowerCase(), `${name}${SIDECAR_SUFFIX}`.toLowerCase()]),
    );
    const gone = read
      .by(services, 'peer', peer)
      .filter(({ value }) => !kept.has(value.service.Service.toLowerCase()));
    const draft = new Draft(read);
    const tenancy = peerTenancy(peer);
    const now = gone.slice(0, maxInstances);
    for (const row of now) removeService(draft, row);
    for (const key of new Set(now.map(({ value }) => nodeKey(tenancy, value.node)))) {
      const node = draft.get(nodes, key);
      if (node !== undefined && draft.by(services, 'node', key).length === 0) {
        removeNode(draft, node);
      }
    }
    return { writes: draft.writes, reply: { isDone: now.length === gone.length } };
  },
});
