// SPDX-License-Identifier: Apache-2.0
// The entries as a draft would leave them, for the checks of what they say together.
import { configEntryKey } from '../model/config-entries/entry.ts';
import type { EntryGraph } from '../model/chain/graph.ts';
import { localTenancy, rowKey } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { configEntries } from '../state/tables/config-entries.ts';
import type { Draft } from './draft.ts';

export function entryGraph(read: Read, draft: Draft): EntryGraph {
  const finding =
    (from: Pick<Draft, 'get'> | Read): EntryGraph['find'] =>
    (kind, name) =>
      from.get(configEntries, configEntryKey(localTenancy, kind, name))?.value.entry;
  const listing = (index: 'kind' | 'link', value: string) =>
    draft.by(configEntries, index, rowKey(localTenancy, value)).map((row) => row.value.entry);
  return {
    find: finding(draft),
    findPresent: finding(read),
    ofKind: (kind) => listing('kind', kind),
    linkedTo: (service) => listing('link', service),
  };
}
