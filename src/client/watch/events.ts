// SPDX-License-Identifier: Apache-2.0
import { parseExactJson, stringifyExactJson } from '../exact-json.ts';

/** The events after the one that was the last before; all, where it isn't among them any more. */
export function newerEvents(body: string | undefined, lastIndex: string | undefined): string {
  const text = body ?? '[]';
  if (lastIndex === undefined) return text;
  const events = parseExactJson<readonly { readonly ID: string }[]>(text);
  const last = events.findIndex(({ ID }) => String(indexOfEvent(ID)) === lastIndex);
  return stringifyExactJson(events.slice(last + 1));
}

/** The index of a list that ends with this event: both halves of its id, one over the other. */
export function indexOfEvent(id: string): bigint {
  const digits = id.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(digits)) return 0n;
  return BigInt(`0x${digits.slice(0, 16)}`) ^ BigInt(`0x${digits.slice(16)}`);
}
