// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import type { ShownQuery } from '../../../views/prepared-query/read.ts';
import { resolvedQuery } from '../../../views/prepared-query/resolve.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';

export const NOT_FOUND: HttpReply = {
  status: 404,
  text: 'Query not found',
  index: 1,
  isFailure: true,
};

/** The query that the path names, rendered for that name; undefined when there is none. */
export function resolvedOf(
  { params }: HttpRequest,
  { views }: HttpContext,
): ShownQuery | undefined {
  const { id = '' } = params;
  if (id === '') throw new Refusal('rpc-error', 'Missing Query ID');
  const { value } = views.get(resolvedQuery, id);
  if (value === 'none') return undefined;
  if (value !== 'template-by-id') return value.query;
  const text = 'prepared query templates can only be resolved up by name, not by ID';
  throw new Refusal('rpc-error', text);
}
