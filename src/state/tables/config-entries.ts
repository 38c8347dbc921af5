// SPDX-License-Identifier: Apache-2.0
import { type ConfigEntryRow, configEntryKey } from '../../model/config-entries/entry.ts';
import { rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** Config entries of every kind; bucket `kind` lists one kind. */
export const configEntries = defineTable<ConfigEntryRow>()({
  name: 'config-entries',
  key: (row) => configEntryKey(row.tenancy, row.entry.Kind, row.entry.Name),
  indexes: { kind: (row) => [rowKey(row.tenancy, row.entry.Kind)] },
});
