// SPDX-License-Identifier: Apache-2.0
import { folderOf, foldersOf, kvKey, type KvRow } from '../../model/kv/entry.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import type { Read } from '../state.ts';
import { defineTable, type Row } from '../table.ts';

/**
 * Keys and their values. A folder is a bucket, so that whoever reads one is told of its own changes alone, and a write
 * costs as many buckets as its key has slashes.
 */
export const kv = defineTable<KvRow>()({
  name: 'kv',
  key: ({ tenancy, entry }) => kvKey(tenancy, entry.Key),
  indexes: {
    folder: ({ tenancy, entry }) => {
      return foldersOf(entry.Key).map((folder) => kvKey(tenancy, folder));
    },
    session: ({ tenancy, entry }) => {
      return entry.Session === '' ? [] : [rowKey(tenancy, entry.Session)];
    },
  },
});

/** All keys that begin with a prefix, in their order. What is read of is the prefix's folder. */
export function rowsBelow(read: Read, prefix: string): readonly Row<KvRow>[] {
  const folder = folderOf(prefix);
  const rows = folder === '' ? read.all(kv) : read.by(kv, 'folder', kvKey(localTenancy, folder));
  if (prefix === folder) return rows;
  return rows.filter(({ value }) => value.entry.Key.startsWith(prefix));
}
