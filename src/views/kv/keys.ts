// SPDX-License-Identifier: Apache-2.0
import { rowsBelow } from '../../state/tables/kv.ts';
import { defineView } from '../engine/view.ts';
import { areSameEntries, type ShownEntry, shownEntry } from './shown-entry.ts';

export interface KvKeysKey {
  readonly prefix: string;
  /** Keys are cut after its first occurrence behind the prefix, and told once; '' cuts none. */
  readonly separator: string;
}

/** The keys that begin with a prefix. */
export interface KvKeys {
  readonly names: readonly string[];
  /** What they were made of: whoever waits for names is woken by every change below, as in Consul. */
  readonly entries: readonly ShownEntry[];
}

export const kvKeys = defineView<KvKeysKey, KvKeys>({
  name: 'kv/keys',
  key: ({ prefix, separator }) => JSON.stringify([prefix, separator]),
  compute: (read, { prefix, separator }) => {
    const rows = rowsBelow(read, prefix);
    const names = rows.map(({ value }) => cut(value.entry.Key, prefix.length, separator));
    return { names: [...new Set(names)], entries: rows.map(shownEntry) };
  },
  equal: (a, b) => areSameEntries(a.entries, b.entries),
});

function cut(key: string, from: number, separator: string): string {
  const at = separator === '' ? -1 : key.indexOf(separator, from);
  return at < 0 ? key : key.slice(0, at + separator.length);
}
