// SPDX-License-Identifier: Apache-2.0
import { parseBool } from '../../../model/go-bool.ts';
import { goQuote } from '../../../model/go-quote.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { HttpRequest } from '../endpoint.ts';

const MAX_RELAY_FACTOR = 5;

/** ?relay-factor and ?local-only. Refusal for what is none. */
export function keyringOptions({ query, method }: HttpRequest): { readonly isLocalOnly: boolean } {
  const factor = query.get('relay-factor') ?? '';
  if (factor !== '') checkFactor(factor);
  const localOnly = query.get('local-only') ?? '';
  if (localOnly === '') return { isLocalOnly: false };
  const isLocalOnly = parseBool(localOnly);
  if (isLocalOnly === undefined) {
    const why = `strconv.ParseBool: parsing ${goQuote(localOnly)}: invalid syntax`;
    throw new Refusal('invalid-argument', `Error parsing local-only: ${why}`);
  }
  if (isLocalOnly && method !== 'GET') {
    throw new Refusal(
      'invalid-argument',
      'Invalid use of local-only: local-only can only be set for list requests',
    );
  }
  return { isLocalOnly };
}

function checkFactor(text: string): void {
  if (!/^[+-]?\d{1,18}$/.test(text)) {
    const why = /^[+-]?\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
    const parsing = `strconv.Atoi: parsing ${goQuote(text)}`;
    throw new Refusal('invalid-argument', `Error parsing relay factor: ${parsing}: ${why}`);
  }
  const factor = Number(text);
  if (factor >= 0 && factor <= MAX_RELAY_FACTOR) return;
  const range = `[0, ${MAX_RELAY_FACTOR}]`;
  const problem = `Invalid relay-factor: Relay factor must be in range: ${range}`;
  throw new Refusal('invalid-argument', problem);
}
