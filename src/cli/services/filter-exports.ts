// SPDX-License-Identifier: Apache-2.0
// The endpoint of resolved exports takes no filter, so it is applied here. Loaded only when there is one: it brings the
// engine for regular expressions along.
import { type Fields, list, string, structure } from '../../model/filter/field.ts';
import { filtered, filterFor } from '../../model/filter/filter.ts';
import type { ResolvedExport } from './resolved-export.ts';

const fields: Fields = {
  Service: string,
  Partition: string,
  Namespace: string,
  Consumers: structure({ Peers: list(string), Partitions: list(string) }),
};

/** Throws an Error that says what is wrong with the expression. */
export function filterExports(
  found: readonly ResolvedExport[],
  expression: string,
): readonly ResolvedExport[] {
  return filtered(found, filterFor(expression, fields));
}
