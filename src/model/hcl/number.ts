// SPDX-License-Identifier: Apache-2.0

const LARGEST = 2n ** 63n - 1n;

/**
 * The value of an integer in Go's notation: decimal, hexadecimal (0x1F) or octal (017), 64 bits with sign.
 * Anything else gives the reason as a text.
 */
export function integerValue(text: string): number | string {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  let magnitude: bigint;
  if (/^0[xX]/.test(digits)) {
    if (digits.length === 2) return 'illegal hexadecimal number';
    magnitude = BigInt(digits);
  } else if (/^0[0-9]/.test(digits)) {
    if (/[89]/.test(digits)) return 'illegal octal number';
    magnitude = BigInt(`0o${digits.slice(1)}`);
  } else {
    magnitude = BigInt(digits);
  }
  if (magnitude > LARGEST + (negative ? 1n : 0n)) {
    return `strconv.ParseInt: parsing "${text}": value out of range`;
  }
  // `-0` is 0, as in Go: negate before leaving bigint.
  return Number(negative ? -magnitude : magnitude);
}
