// SPDX-License-Identifier: Apache-2.0
import { kvKey } from '../../model/kv/entry.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** A key whose lock can't be taken for a while, since the session that held it was lost. */
export interface LockDelayRow {
  readonly tenancy: Tenancy;
  readonly key: string;
  /** The id of the lost session: a later loss of the same key begins anew. */
  readonly session: string;
  readonly delayMs: number;
}

/** The row says that it is so; a controller, which knows the time, ends it. */
export const lockDelays = defineTable<LockDelayRow>()({
  name: 'lock-delays',
  key: ({ tenancy, key }) => kvKey(tenancy, key),
  indexes: {},
});
