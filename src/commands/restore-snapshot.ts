// SPDX-License-Identifier: Apache-2.0
import type { Write } from '../log/log.ts';
import type { ClusterRow } from '../model/ca/ca.ts';
import { structurallyEqual } from '../model/equal.ts';
import type { Read } from '../state/state.ts';
import type { Table } from '../state/table.ts';
import { sharedTables } from '../state/tables.ts';
import { CLUSTER_KEY, cluster } from '../state/tables/ca.ts';
import { defineCommand, put, remove } from './command.ts';

/** The rows of every shared table, by table and key. */
export type SnapshotRows = ReadonlyMap<string, ReadonlyMap<string, object>>;

// Nobody knows how many numbers a lost cluster gave out after its snapshot was saved.
const SERIALS_LEFT_OUT = 1_000_000;

/**
 * Makes everything as it was in a snapshot, as one change. Rows that are the same keep their revisions, all others get
 * that of the restore: no index that a client has seen goes back. Replies how many rows changed.
 */
export const restoreSnapshot = defineCommand<SnapshotRows, number>({
  name: 'restore-snapshot',
  decide: (read, wanted) => {
    const writes = sharedTables.flatMap((table) => {
      return tableWrites(read, table, wanted.get(table.name) ?? new Map());
    });
    return { writes, reply: writes.length };
  },
});

function tableWrites(
  read: Read,
  table: Table<object>,
  wanted: ReadonlyMap<string, object>,
): readonly Write[] {
  const writes: Write[] = [];
  for (const row of read.all(table)) {
    if (!wanted.has(row.key)) writes.push(remove(table, row));
  }
  for (const [key, saved] of wanted) {
    const value =
      key === CLUSTER_KEY && table.name === cluster.name ? clusterOf(read, saved) : saved;
    const present = read.get(table, key);
    if (!structurallyEqual(present?.value, value)) writes.push(put(table, value));
  }
  return writes;
}

// A certificate's number is given out once, whatever is restored.
function clusterOf(read: Read, saved: object): ClusterRow {
  const row = saved as ClusterRow;
  const present = read.get(cluster, CLUSTER_KEY)?.value;
  const nextSerial =
    present?.id === row.id
      ? Math.max(present.nextSerial, row.nextSerial)
      : row.nextSerial + SERIALS_LEFT_OUT;
  return { ...row, nextSerial };
}
