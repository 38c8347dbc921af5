// SPDX-License-Identifier: Apache-2.0
import {
  type PreparedQuery,
  type PreparedQueryRow,
  queryKey,
} from '../../model/prepared-query/query.ts';
import { localTenancy } from '../../model/tenancy.ts';
import type { Row } from '../../state/table.ts';
import { preparedQueries } from '../../state/tables/prepared-queries.ts';
import { defineView } from '../engine/view.ts';
import { type Indexed, indexed } from '../health/instances.ts';

export type ShownQuery = PreparedQuery & Indexed;

/** All of them, by id. */
export const preparedQueryList = defineView<null, readonly ShownQuery[]>({
  name: 'prepared-query/list',
  key: () => '',
  compute: (read) => read.all(preparedQueries).map(shown),
});

/** One by its id, as a list of one or of none. */
export const preparedQueryById = defineView<string, readonly ShownQuery[]>({
  name: 'prepared-query/by-id',
  key: (id) => id.toLowerCase(),
  compute: (read, id) => {
    const row = read.get(preparedQueries, queryKey(localTenancy, id));
    return row === undefined ? [] : [shown(row)];
  },
});

export function shown(row: Row<PreparedQueryRow>): ShownQuery {
  return { ...row.value.query, ...indexed(row) };
}
