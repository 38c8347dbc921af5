// SPDX-License-Identifier: Apache-2.0
import { ALL_ROWS, type Filter, filtered } from '../../model/filter/filter.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { inOrder, type ShownIntention, shownIntentions } from './shown.ts';

/** All intentions, in the order in which they are asked. */
export const intentionList = defineView<Filter, readonly ShownIntention[]>({
  name: 'intentions/list',
  key: (filter) => filter.text,
  isRare: (filter) => filter !== ALL_ROWS,
  compute: (read, filter) => filtered(inOrder(allIntentions(read)), filter),
});

/** The intention with this id of its own; undefined when there is none. */
export const intentionById = defineView<string, ShownIntention | undefined>({
  name: 'intentions/by-id',
  key: (id) => id,
  compute: (read, id) => allIntentions(read).find(({ ID }) => ID === id),
});

/** All there are, in no order. */
export function allIntentions(read: ViewRead): readonly ShownIntention[] {
  const rows = read.by(configEntries, 'kind', rowKey(localTenancy, 'service-intentions'));
  return rows.flatMap((row) => shownIntentions(row));
}
