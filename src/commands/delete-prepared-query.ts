// SPDX-License-Identifier: Apache-2.0
import { preparedQueries } from '../state/tables/prepared-queries.ts';
import { defineCommand, remove } from './command.ts';
import { requirePreparedQuery } from './prepared-query-rows.ts';

/** Removes a prepared query by its id. */
export const deletePreparedQuery = defineCommand<string>({
  name: 'delete-prepared-query',
  decide: (read, id) => {
    const row = requirePreparedQuery(read, id);
    return { writes: [remove(preparedQueries, row)], reply: undefined };
  },
});
