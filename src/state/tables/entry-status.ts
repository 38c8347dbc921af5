// SPDX-License-Identifier: Apache-2.0
import { type EntryStatusRow, entryStatusKey } from '../../model/config-entries/status.ts';
import { defineTable } from '../table.ts';

/** What gateways and routes show of how they fit together, by kind and name: since when, and with which revision. */
export const entryStatus = defineTable<EntryStatusRow>()({
  name: 'entry-status',
  key: (row) => entryStatusKey(row.tenancy, row.kind, row.name),
  indexes: {},
});
