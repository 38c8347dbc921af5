// SPDX-License-Identifier: Apache-2.0
import { ALL_ROWS, type Filter, filtered } from '../../model/filter/filter.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { BOUND_KIND, boundGatewayOf } from './api-gateway/bound.ts';
import { type ShownEntry, shownEntry } from './shown-entry.ts';

export interface EntriesKey {
  readonly kind: string;
  readonly filter: Filter;
}

/** The entries of a kind by name; of all kinds when it is ''. */
export const configEntryList = defineView<EntriesKey, readonly ShownEntry[]>({
  name: 'config/list',
  key: ({ kind, filter }) => `${kind} ${filter.text}`,
  isRare: ({ filter }) => filter !== ALL_ROWS,
  compute: (read, { kind, filter }) => {
    const rows =
      kind === ''
        ? read.all(configEntries)
        : read.by(configEntries, 'kind', rowKey(localTenancy, kind));
    const shown = rows.map((row) => shownEntry(read, row));
    const bound = kind === '' || kind === BOUND_KIND ? boundGateways(read) : [];
    const before = shown.filter(({ Kind }) => Kind < BOUND_KIND);
    return filtered([...before, ...bound, ...shown.slice(before.length)], filter);
  },
});

function boundGateways(read: ViewRead): readonly ShownEntry[] {
  const gateways = read.by(configEntries, 'kind', rowKey(localTenancy, 'api-gateway'));
  return gateways.map((row) => boundGatewayOf(read, row));
}
