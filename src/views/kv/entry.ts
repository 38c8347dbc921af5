// SPDX-License-Identifier: Apache-2.0
import { kvKey } from '../../model/kv/entry.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { kv } from '../../state/tables/kv.ts';
import { defineView } from '../engine/view.ts';
import { areSameEntries, type ShownEntry, shownEntry } from './shown-entry.ts';

/** What is stored at a key, as a list of one, or of none. */
export const kvEntry = defineView<string, readonly ShownEntry[]>({
  name: 'kv/entry',
  key: (key) => key,
  compute: (read, key) => {
    const row = read.get(kv, kvKey(localTenancy, key));
    return row === undefined ? [] : [shownEntry(row)];
  },
  equal: areSameEntries,
});
