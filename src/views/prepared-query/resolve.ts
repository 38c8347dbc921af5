// SPDX-License-Identifier: Apache-2.0
import { looksLikeId } from '../../model/prepared-query/id.ts';
import { isTemplate, type PreparedQueryRow, queryKey } from '../../model/prepared-query/query.ts';
import { renderTemplate } from '../../model/prepared-query/template.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import type { Row } from '../../state/table.ts';
import { preparedQueries } from '../../state/tables/prepared-queries.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { type ShownQuery, shown } from './read.ts';

/** What stands for an id or a name: a query, rendered if it is a template; a template is found by name alone. */
export type Resolved = { readonly query: ShownQuery } | 'none' | 'template-by-id';

export const resolvedQuery = defineView<string, Resolved>({
  name: 'prepared-query/resolved',
  key: (idOrName) => idOrName,
  compute: (read, idOrName) => {
    const byId = looksLikeId(idOrName)
      ? read.get(preparedQueries, queryKey(localTenancy, idOrName))
      : undefined;
    if (byId !== undefined) {
      return isTemplate(byId.value.query) ? 'template-by-id' : { query: shown(byId) };
    }
    const [named] = read.by(preparedQueries, 'name', rowKey(localTenancy, idOrName));
    const row = named ?? templateFor(read, idOrName);
    if (row === undefined) return 'none';
    const query = shown(row);
    if (!isTemplate(query)) return { query };
    return { query: { ...query, ...renderTemplate(query, idOrName, { segment: '' }) } };
  },
});

/** The template with the longest name that this one begins with. */
function templateFor(read: ViewRead, name: string): Row<PreparedQueryRow> | undefined {
  const wanted = name.toLowerCase();
  let longest: string | undefined;
  for (const prefix of read.indexValues(preparedQueries, 'template')) {
    const isLonger = longest === undefined || prefix.length > longest.length;
    if (isLonger && wanted.startsWith(prefix)) longest = prefix;
  }
  return longest === undefined ? undefined : read.by(preparedQueries, 'template', longest)[0];
}
