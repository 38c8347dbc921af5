// SPDX-License-Identifier: Apache-2.0
import { isTemplate, type PreparedQueryRow, queryKey } from '../../model/prepared-query/query.ts';
import { rowKey } from '../../model/tenancy.ts';
import { defineTable } from '../table.ts';

/** Prepared queries. Bucket `template` is the name of a template in lower case, which may be ''. */
export const preparedQueries = defineTable<PreparedQueryRow>()({
  name: 'prepared-queries',
  key: ({ tenancy, query }) => queryKey(tenancy, query.ID),
  indexes: {
    name: ({ tenancy, query }) => (query.Name === '' ? [] : [rowKey(tenancy, query.Name)]),
    template: ({ query }) => (isTemplate(query) ? [query.Name.toLowerCase()] : []),
    session: ({ tenancy, query }) => {
      return query.Session === '' ? [] : [rowKey(tenancy, query.Session)];
    },
  },
});
