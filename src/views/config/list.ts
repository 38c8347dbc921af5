// SPDX-License-Identifier: Apache-2.0
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView } from '../engine/view.ts';
import { type ShownEntry, shownEntry } from './shown-entry.ts';

/** The entries of a kind by name; of all kinds when it is ''. */
export const configEntryList = defineView<string, readonly ShownEntry[]>({
  name: 'config/list',
  key: (kind) => kind,
  compute: (read, kind) => {
    const rows =
      kind === ''
        ? read.all(configEntries)
        : read.by(configEntries, 'kind', rowKey(localTenancy, kind));
    return rows.map(shownEntry);
  },
});
