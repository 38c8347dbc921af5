// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry, ConfigEntryRow } from '../../model/config-entries/entry.ts';
import { hashOf } from '../../model/config-entries/hash.ts';
import { dated, entryStatusKey, type Status } from '../../model/config-entries/status.ts';
import { localTenancy } from '../../model/tenancy.ts';
import type { Row } from '../../state/table.ts';
import { entryStatus } from '../../state/tables/entry-status.ts';
import type { ViewRead } from '../engine/view.ts';
import { indexed, type Indexed } from '../health/instances.ts';
import { statusOf } from './api-gateway/status.ts';

export type ShownEntry = Omit<ConfigEntry, 'Name'> &
  Indexed & { readonly Name?: string; readonly Hash?: number; readonly Status?: Status };

/** An entry as the API shows it; the one of kind `mesh` has no name there. */
export function shownEntry(read: ViewRead, row: Row<ConfigEntryRow>): ShownEntry {
  const { entry, writtenMs = 0 } = row.value;
  const { Kind, Name, ...rest } = entry;
  const named = Kind === 'mesh' ? { Kind, ...rest } : { Kind, Name, ...rest };
  const Hash = hashOf(entry);
  const status = statusOf(read, entry);
  if (status === undefined) return { ...named, Hash, ...indexed(row) };
  const recorded = read.get(entryStatus, entryStatusKey(localTenancy, Kind, Name));
  const ModifyIndex = Math.max(row.modifyRevision, recorded?.modifyRevision ?? 0);
  const Status = dated(status, new Date(writtenMs).toISOString());
  return { ...named, Status, Hash, ...indexed(row), ModifyIndex };
}
