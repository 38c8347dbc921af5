// SPDX-License-Identifier: Apache-2.0
import { bindExpression, type Predicate } from './bind.ts';
import type { Fields } from './field.ts';
import { parseFilter } from './parse.ts';

/** Which rows of an answer are wanted. */
export interface Filter {
  /** As it was written; '' for all rows. Equal texts for the same fields are the same filter: part of a view's key. */
  readonly text: string;
  readonly matches: Predicate;
}

export const ALL_ROWS: Filter = { text: '', matches: () => true };

// Clients ask again and again with few expressions, strangers with ever new ones.
const MAX_KEPT = 512;
const kept = new WeakMap<Fields, Map<string, Filter>>();

/** The filter that an expression means for rows with such fields, read once; throws FilterProblem. */
export function filterFor(text: string, fields: Fields): Filter {
  if (text === '') return ALL_ROWS;
  let known = kept.get(fields);
  if (known === undefined) kept.set(fields, (known = new Map()));
  const filter = known.get(text) ?? {
    text,
    matches: bindExpression(parseFilter(text), fields),
  };
  // Last used, last to go.
  known.delete(text);
  known.set(text, filter);
  const [oldest] = known.size > MAX_KEPT ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  return filter;
}

/** The rows that are wanted: the same list, or object, when all are. */
export function filtered<R>(rows: readonly R[], filter: Filter): readonly R[] {
  return filter === ALL_ROWS ? rows : rows.filter((row) => filter.matches(row));
}

/** The same of rows by name. */
export function filteredByName<R>(
  rows: Readonly<Record<string, R>>,
  filter: Filter,
): Readonly<Record<string, R>> {
  if (filter === ALL_ROWS) return rows;
  return Object.fromEntries(Object.entries(rows).filter(([, row]) => filter.matches(row)));
}
