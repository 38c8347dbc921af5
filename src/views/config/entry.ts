// SPDX-License-Identifier: Apache-2.0
import { configEntryKey } from '../../model/config-entries/entry.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView } from '../engine/view.ts';
import { BOUND_KIND, boundGatewayOf } from './api-gateway/bound.ts';
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
    const isBound = wanted.kind === BOUND_KIND;
    const row = read.get(configEntries, key(isBound ? { ...wanted, kind: 'api-gateway' } : wanted));
    if (row === undefined) return null;
    return isBound ? boundGatewayOf(read, row) : shownEntry(read, row);
  },
});
