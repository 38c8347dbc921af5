// SPDX-License-Identifier: Apache-2.0
import type { Tenancy } from '../../model/tenancy.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';
import { hasNodeMeta, type NodeMetaFilter, nodeMetaKey } from './node-meta.ts';

export interface ServicesKey {
  readonly tenancy: Tenancy;
  readonly nodeMeta: NodeMetaFilter;
}

/** All service names with the tags that any of their instances has; names sorted. */
export const catalogServices = defineView<ServicesKey, Readonly<Record<string, readonly string[]>>>(
  {
    name: 'catalog/services',
    key: ({ tenancy, nodeMeta }) => `${tenancy.peer}/${nodeMetaKey(nodeMeta)}`,
    compute: (read, { tenancy, nodeMeta }) => {
      const tags = new Map<string, Set<string>>();
      for (const { value } of read.by(services, 'peer', tenancy.peer)) {
        if (nodeMeta.length > 0) {
          const node = read.get(nodes, nodeKey(tenancy, value.node));
          if (!hasNodeMeta(node?.value.node.Meta ?? null, nodeMeta)) continue;
        }
        const { Service, Tags } = value.service;
        const known = tags.get(Service) ?? new Set();
        tags.set(Service, known);
        for (const tag of Tags ?? []) known.add(tag);
      }
      const names = [...tags.keys()].sort();
      return Object.fromEntries(names.map((name) => [name, [...(tags.get(name) ?? [])]]));
    },
  },
);
