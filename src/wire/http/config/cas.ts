// SPDX-License-Identifier: Apache-2.0
import { parseUint64 } from '../../../model/uint64.ts';
import type { HttpRequest } from '../endpoint.ts';

/** ?cas=<ModifyIndex>, if it was given. */
export function casOf({ query }: HttpRequest): { readonly cas?: number } {
  const text = query.get('cas') ?? '';
  return text === '' ? {} : { cas: Number(parseUint64(text)) };
}
