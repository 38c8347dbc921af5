// SPDX-License-Identifier: Apache-2.0
// Unsigned numbers of 64 bits, which a JavaScript number can't hold: small ones are numbers, the rest texts.
import { goQuote } from './go-quote.ts';
import { Refusal } from './refusal.ts';

const MAX = 2n ** 64n - 1n;

/** As Go's strconv.ParseUint reads it; Refusal with its text, which Consul answers with 500. */
export function parseUint64(text: string): number | string {
  const refused = (why: string) => {
    const quoted = goQuote(text);
    return new Refusal('rpc-error', `strconv.ParseUint: parsing ${quoted}: ${why}`);
  };
  if (!/^\d+$/.test(text)) throw refused('invalid syntax');
  const small = Number(text);
  if (Number.isSafeInteger(small)) return small;
  const value = text.length > 64 ? MAX + 1n : BigInt(text);
  if (value > MAX) throw refused('value out of range');
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

// The types that come with TypeScript do not know it yet.
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => object };

/** What JSON.stringify writes as the number that it is. */
export function uint64Json(value: number | string): unknown {
  return typeof value === 'number' ? value : rawJson(value);
}
