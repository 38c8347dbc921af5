// SPDX-License-Identifier: Apache-2.0
// Saves and restores everything that is shared. In: the log and the commit loop. Out: an archive, or one change.
import { type RestoreSnapshot, restoreSnapshot } from '../../commands/restore-snapshot.ts';
import { sharedTables } from '../../state/tables.ts';
import type { SnapshotSource } from '../../wire/http/snapshot/snapshot-source.ts';
import type { Core } from '../core.ts';
import { writeArchive } from './archive.ts';
import { readArchive } from './read-archive.ts';

export interface SnapshotsOptions {
  readonly core: Pick<Core, 'log' | 'commands'>;
  readonly now: () => number;
  /** This server's node. */
  readonly self: RestoreSnapshot['self'];
  /** Told when everything may have become something else. */
  readonly onRestored: () => void | Promise<void>;
}

export function openSnapshots({ core, now, self, onRestored }: SnapshotsOptions): SnapshotSource {
  const shared = new Set(sharedTables.map((table) => table.name));
  return {
    save: async () => {
      const { revision, rows } = await core.log.snapshot();
      const kept = rows.filter((row) => shared.has(row.table));
      return { revision, archive: writeArchive({ revision, rows: kept }, now()) };
    },
    restore: async (body) => {
      // Nothing is touched before all of it has been read and found whole.
      const rows = await readArchive(body);
      await core.commands.issue(restoreSnapshot, { rows, self }, { origin: 'http:restore' });
      await onRestored();
    },
  };
}
