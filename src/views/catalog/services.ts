// SPDX-License-Identifier: Apache-2.0
import type { ServiceRow } from '../../model/catalog/service.ts';
import { ALL_ROWS } from '../../model/filter/filter.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import type { Row } from '../../state/table.ts';
import { services } from '../../state/tables/services.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { instanceOf } from '../health/instances.ts';
import { flat } from './service.ts';
import { EVERYTHING, hasNodeMeta, type Selection, selectionKey } from './selection.ts';

export interface ServicesKey {
  readonly tenancy: Tenancy;
  readonly selection: Selection;
}

/** All service names with the tags that any of their instances has; names sorted. */
export const catalogServices = defineView<ServicesKey, Readonly<Record<string, readonly string[]>>>(
  {
    name: 'catalog/services',
    key: ({ tenancy, selection }) => `${tenancy.peer}/${selectionKey(selection)}`,
    isRare: ({ selection }) => selection !== EVERYTHING,
    compute: (read, { tenancy, selection }) => {
      const tags = new Map<string, Set<string>>();
      for (const row of read.by(services, 'peer', tenancy.peer)) {
        if (!isSelected(read, row, selection)) continue;
        const { Service, Tags } = row.value.service;
        const known = tags.get(Service) ?? new Set();
        tags.set(Service, known);
        for (const tag of Tags ?? []) known.add(tag);
      }
      const names = [...tags.keys()].sort();
      return Object.fromEntries(names.map((name) => [name, [...(tags.get(name) ?? [])]]));
    },
  },
);

// Nodes are looked at only where the selection asks about them.
function isSelected(read: ViewRead, row: Row<ServiceRow>, selection: Selection): boolean {
  if (selection === EVERYTHING) return true;
  const instance = instanceOf(read, row);
  if (instance === undefined || !hasNodeMeta(instance.Node.Meta, selection)) return false;
  return selection.filter === ALL_ROWS || selection.filter.matches(flat(instance));
}
