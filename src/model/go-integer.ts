// SPDX-License-Identifier: Apache-2.0
import { goQuote } from './go-quote.ts';

/** The integers of Go that something may be compared with. */
export interface IntegerKind {
  readonly isSigned: boolean;
  readonly bits: number;
}

const DIGITS: readonly (readonly [prefix: RegExp, digits: RegExp, asBigInt: string])[] = [
  [/^0[xX]/, /^(?:_?[0-9a-fA-F])+$/, '0x'],
  [/^0[bB]/, /^(?:_?[01])+$/, '0b'],
  [/^0[oO]?/, /^(?:_?[0-7])+$/, '0o'],
  [/^/, /^[0-9](?:_?[0-9])*$/, ''],
];

/**
 * Reads an integer as Go's strconv does when the text may choose its base: 10, 0x1f, 0b1, 0o7, 017, 1_000.
 * What is wrong with it is told in Go's words, as a text.
 */
export function parseInteger(
  text: string,
  { isSigned, bits }: IntegerKind,
): { readonly value: bigint } | { readonly problem: string } {
  const problem = (what: string) => {
    const parser = isSigned ? 'ParseInt' : 'ParseUint';
    return { problem: `strconv.${parser}: parsing ${goQuote(text)}: ${what}` };
  };
  const sign = isSigned && /^[+-]/.test(text) ? text.slice(0, 1) : '';
  const magnitude = magnitudeOf(text.slice(sign.length));
  if (magnitude === undefined) return problem('invalid syntax');
  const value = sign === '-' ? -magnitude : magnitude;
  const isInRange = isSigned
    ? BigInt.asIntN(bits, value) === value
    : BigInt.asUintN(bits, value) === value;
  return isInRange ? { value } : problem('value out of range');
}

function magnitudeOf(text: string): bigint | undefined {
  if (text === '0') return 0n;
  for (const [prefix, digits, asBigInt] of DIGITS) {
    if (!prefix.test(text)) continue;
    const rest = text.replace(prefix, '');
    return digits.test(rest) ? BigInt(asBigInt + rest.replaceAll('_', '')) : undefined;
  }
  return undefined;
}
