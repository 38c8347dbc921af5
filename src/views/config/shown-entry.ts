// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry, ConfigEntryRow } from '../../model/config-entries/entry.ts';
import { hashOf } from '../../model/config-entries/hash.ts';
import type { Status } from '../../model/config-entries/status.ts';
import type { Row } from '../../state/table.ts';
import type { ViewRead } from '../engine/view.ts';
import { indexed, type Indexed } from '../health/instances.ts';
import { statusOf } from './api-gateway/status.ts';

export type ShownEntry = Omit<ConfigEntry, 'Name'> &
  Indexed & { readonly Name?: string; readonly Hash?: number; readonly Status?: Status };

/** An entry as the API shows it; the one of kind `mesh` has no name there. */
export function shownEntry(read: ViewRead, row: Row<ConfigEntryRow>): ShownEntry {
  const { entry } = row.value;
  const { Kind, Name, ...rest } = entry;
  const named = Kind === 'mesh' ? { Kind, ...rest } : { Kind, Name, ...rest };
  const status = statusOf(read, row);
  return {
    ...named,
    ...(status === undefined ? {} : { Status: status }),
    Hash: hashOf(entry),
    ...indexed(row),
  };
}
