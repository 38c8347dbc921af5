// SPDX-License-Identifier: Apache-2.0
import type { Write } from '../log/log.ts';
import type { ClusterRow } from '../model/ca/ca.ts';
import type { NodeRow } from '../model/catalog/node.ts';
import { structurallyEqual } from '../model/equal.ts';
import { localTenancy } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import type { Table } from '../state/table.ts';
import { sharedTables } from '../state/tables.ts';
import { CLUSTER_KEY, cluster } from '../state/tables/ca.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { defineCommand, put, remove } from './command.ts';

/** The rows of every shared table, by table and key. */
export type SnapshotRows = ReadonlyMap<string, ReadonlyMap<string, object>>;

export interface RestoreSnapshot {
  readonly rows: SnapshotRows;
  /** The node that this server is: it stays what it is, whichever server the snapshot is of. */
  readonly self: { readonly nodeName: string; readonly nodeId: string };
}

// Nobody knows how many numbers a lost cluster gave out after its snapshot was saved.
const SERIALS_LEFT_OUT = 1_000_000;

/**
 * Makes everything as it was in a snapshot, as one change. Rows that are the same keep their revisions, all others get
 * that of the restore: no index that a client has seen goes back. Replies how many rows changed.
 */
export const restoreSnapshot = defineCommand<RestoreSnapshot, number>({
  name: 'restore-snapshot',
  decide: (read, { rows, self }) => {
    const wanted = new Map(rows).set(nodes.name, nodesOf(read, rows.get(nodes.name), self));
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

// Another node of this name or id could not be told from this one, which would then not start again.
function nodesOf(
  read: Read,
  saved: ReadonlyMap<string, object> = new Map(),
  { nodeName, nodeId }: RestoreSnapshot['self'],
): ReadonlyMap<string, object> {
  const wanted = new Map(saved);
  for (const [key, row] of saved) {
    const { tenancy, node } = row as NodeRow;
    const isItself = tenancy.peer === '' && node.ID.toLowerCase() === nodeId.toLowerCase();
    if (isItself) wanted.set(key, { tenancy, node: { ...node, ID: '' } });
  }
  const own = nodeKey(localTenancy, nodeName);
  const present = read.get(nodes, own);
  return present === undefined ? wanted : wanted.set(own, present.value);
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
