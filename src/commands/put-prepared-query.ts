// SPDX-License-Identifier: Apache-2.0
import { structurallyEqual } from '../model/equal.ts';
import { looksLikeId } from '../model/prepared-query/id.ts';
import { isTemplate, type PreparedQuery, queryKey } from '../model/prepared-query/query.ts';
import { templateError } from '../model/prepared-query/template.ts';
import { validateQuery } from '../model/prepared-query/validate.ts';
import { Refusal } from '../model/refusal.ts';
import { sessionKey } from '../model/session/session.ts';
import { localTenancy as tenancy, rowKey } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { preparedQueries } from '../state/tables/prepared-queries.ts';
import { sessions } from '../state/tables/sessions.ts';
import { defineCommand, put } from './command.ts';
import { requirePreparedQuery } from './prepared-query-rows.ts';

export interface PutPreparedQuery {
  readonly query: PreparedQuery;
  /** Whether there must be one of that id already. */
  readonly replaces: boolean;
}

/** Creates or replaces a prepared query. */
export const putPreparedQuery = defineCommand<PutPreparedQuery>({
  name: 'put-prepared-query',
  decide: (read, { query, replaces }) => {
    const present = replaces ? requirePreparedQuery(read, query.ID) : undefined;
    validateQuery(query);
    const problem = nameProblem(read, query) ?? surroundingsProblem(read, query);
    if (problem !== undefined) throw new Refusal('rpc-error', `raft apply failed: ${problem}`);
    if (structurallyEqual(present?.value.query, query)) return { writes: [], reply: undefined };
    return { writes: [put(preparedQueries, { tenancy, query })], reply: undefined };
  },
});

// Queries are found by their id or their name: no name may be taken for another's.
function nameProblem(read: Read, query: PreparedQuery): string | undefined {
  const { ID, Name } = query;
  if (Name === '') {
    if (!isTemplate(query) || !isTaken(read, 'template', '', ID)) return undefined;
    return 'a query template with an empty name already exists';
  }
  if (isTaken(read, 'name', rowKey(tenancy, Name), ID)) {
    return `name '${Name}' aliases an existing query name`;
  }
  const isAnId = looksLikeId(Name) && read.get(preparedQueries, queryKey(tenancy, Name));
  return isAnId ? `name '${Name}' aliases an existing query ID` : undefined;
}

function isTaken(read: Read, index: 'name' | 'template', bucket: string, id: string): boolean {
  return read.by(preparedQueries, index, bucket).some(({ value }) => value.query.ID !== id);
}

function surroundingsProblem(read: Read, query: PreparedQuery): string | undefined {
  const { Session } = query;
  if (Session !== '' && read.get(sessions, sessionKey(tenancy, Session)) === undefined) {
    return `invalid session ${JSON.stringify(Session)}`;
  }
  const problem = isTemplate(query) ? templateError(query) : undefined;
  return problem && `failed compiling template: ${problem}`;
}
