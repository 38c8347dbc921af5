// SPDX-License-Identifier: Apache-2.0
import { configEntryKey } from '../../model/config-entries/entry.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView } from '../engine/view.ts';
import { type ShownEntry, shownEntry } from './shown-entry.ts';

export interface EntryKey {
  readonly kind: string;
  readonly name: string;
}

const key = ({ kind, name }: EntryKey): string => configEntryKey(localTenancy, kind, name);

/** One entry of this cluster; null when there is none. */
export const configEntry = defineView<EntryKey, ShownEntry | null>({
  name: 'config/entry',
  key,
  compute: (read, wanted) => {
    const row = read.get(configEntries, key(wanted));
    return row === undefined ? null : shownEntry(row);
  },
});
