// SPDX-License-Identifier: Apache-2.0
import { kvKey, type KvRow } from '../../model/kv/entry.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import type { Read } from '../state.ts';
import { defineTable, type Row } from '../table.ts';

const NONE: readonly string[] = Object.freeze([]);

/** Keys and their values, in the order of keys: whoever reads those below a prefix is told of their changes alone. */
export const kv = defineTable<KvRow>()({
  name: 'kv',
  key: ({ tenancy, entry }) => kvKey(tenancy, entry.Key),
  indexes: {
    session: ({ tenancy, entry }) => {
      return entry.Session === '' ? NONE : [rowKey(tenancy, entry.Session)];
    },
  },
  isOrdered: true,
});

/** All keys that begin with a prefix, in their order. */
export function rowsBelow(read: Read, prefix: string): readonly Row<KvRow>[] {
  return read.withPrefix(kv, kvKey(localTenancy, prefix));
}
