// SPDX-License-Identifier: Apache-2.0
import { rowsBelow } from '../../state/tables/kv.ts';
import { defineView } from '../engine/view.ts';
import { areSameEntries, type ShownEntry, shownEntry } from './shown-entry.ts';

/** All keys that begin with a prefix, with what is stored there. */
export const kvTree = defineView<string, readonly ShownEntry[]>({
  name: 'kv/tree',
  key: (prefix) => prefix,
  compute: (read, prefix) => rowsBelow(read, prefix).map(shownEntry),
  equal: areSameEntries,
});
