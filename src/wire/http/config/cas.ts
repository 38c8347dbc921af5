// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import type { HttpRequest } from '../endpoint.ts';

/** ?cas=<ModifyIndex>, if it was given. */
export function casOf({ query }: HttpRequest): { readonly cas?: number } {
  const text = query.get('cas') ?? '';
  if (text === '') return {};
  if (/^\d{1,20}$/.test(text)) return { cas: Number(text) };
  throw new Refusal(
    'rpc-error',
    `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}
