// SPDX-License-Identifier: Apache-2.0
import { linkedServices } from '../../model/chain/links.ts';
import { type ConfigEntryRow, configEntryKey } from '../../model/config-entries/entry.ts';
import { rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** Config entries of every kind; bucket `kind` lists one kind, `link` those that lead to a service. */
export const configEntries = defineTable<ConfigEntryRow>()({
  name: 'config-entries',
  key: (row) => configEntryKey(row.tenancy, row.entry.Kind, row.entry.Name),
  indexes: {
    kind: (row) => [rowKey(row.tenancy, row.entry.Kind)],
    link: (row) => linkedServices(row.entry).map((name) => rowKey(row.tenancy, name)),
  },
});
