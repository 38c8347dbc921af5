// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntryRow } from '../model/config-entries/entry.ts';
import { entryStatusKey } from '../model/config-entries/status.ts';
import type { Read } from '../state/state.ts';
import type { Row } from '../state/table.ts';
import { entryStatus } from '../state/tables/entry-status.ts';

/**
 * Whether nobody has written the entry since it was shown with this revision. A status that was recorded moves what is
 * shown, and must not fail whoever read the entry before it.
 */
export function isUnchangedSince(
  read: Read,
  present: Row<ConfigEntryRow>,
  revision: number,
): boolean {
  const { tenancy, entry } = present.value;
  const status = read.get(entryStatus, entryStatusKey(tenancy, entry.Kind, entry.Name));
  const written = present.modifyRevision;
  return written <= revision && revision <= Math.max(written, status?.modifyRevision ?? 0);
}
