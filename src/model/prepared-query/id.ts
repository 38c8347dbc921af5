// SPDX-License-Identifier: Apache-2.0

const HEX = '[0-9a-fA-F]';
const UUID = new RegExp(`^${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}$`);

/** Whether a text may be an id rather than a name. */
export const looksLikeId = (text: string): boolean => UUID.test(text);

/** Why nothing can be looked up by such an id, in the words of Consul's index; undefined when it can. */
export function idError(id: string): string | undefined {
  const problem = problemOf(id);
  return problem && `failed prepared query lookup: index error: ${problem}`;
}

function problemOf(id: string): string | undefined {
  if (Buffer.byteLength(id) !== 36) return 'UUID must be 36 characters';
  const hyphens = id.split('-').length - 1;
  if (hyphens > 4) return `UUID should have maximum of 4 "-"; got ${hyphens}`;
  const digits = id.replaceAll('-', '');
  const wrong = /[^0-9a-fA-F]/u.exec(digits)?.[0];
  if (wrong !== undefined) {
    const code = (wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `Invalid UUID: encoding/hex: invalid byte: U+${code} '${wrong}'`;
  }
  if (digits.length % 2 === 0) return undefined;
  return 'Invalid UUID: encoding/hex: odd length hex string';
}
