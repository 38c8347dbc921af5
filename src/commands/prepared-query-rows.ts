// SPDX-License-Identifier: Apache-2.0
import { idError } from '../model/prepared-query/id.ts';
import { type PreparedQueryRow, queryKey } from '../model/prepared-query/query.ts';
import { Refusal } from '../model/refusal.ts';
import { localTenancy } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import type { Row } from '../state/table.ts';
import { preparedQueries } from '../state/tables/prepared-queries.ts';

/** The query that is to be changed; Refusal when there is none. */
export function requirePreparedQuery(read: Read, id: string): Row<PreparedQueryRow> {
  const problem = idError(id);
  if (problem !== undefined) {
    throw new Refusal('rpc-error', `Prepared Query lookup failed: ${problem}`);
  }
  const row = read.get(preparedQueries, queryKey(localTenancy, id));
  if (row !== undefined) return row;
  throw new Refusal('rpc-error', `Cannot modify non-existent prepared query: '${id}'`);
}
