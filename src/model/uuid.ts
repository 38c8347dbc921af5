// SPDX-License-Identifier: Apache-2.0

/** What is wrong with a text that should be a UUID, in the words of Consul's parser; undefined when nothing is. */
export function uuidError(text: string): string | undefined {
  if (text.length !== 36) return 'uuid string is wrong length';
  if (!/^.{8}-.{4}-.{4}-.{4}-.{12}$/s.test(text)) return 'uuid is improperly formatted';
  return hexError(text.replaceAll('-', ''));
}

/** The same of a text that something is looked up by: the beginning of a UUID is enough. */
export function uuidPrefixError(text: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > 36) return `Invalid UUID length. UUID have 36 characters; got ${bytes}`;
  const hyphens = text.split('-').length - 1;
  if (hyphens > 4) return `UUID should have maximum of 4 "-"; got ${hyphens}`;
  if ((bytes - hyphens) % 2 !== 0) return 'UUID (without hyphens) must be even length';
  const problem = hexError(text.replaceAll('-', ''));
  return problem === undefined ? undefined : `invalid UUID: ${problem}`;
}

/** The same of one that Consul has an index of. */
export function indexedIdError(id: string): string | undefined {
  if (Buffer.byteLength(id) !== 36) return 'UUID must be 36 characters';
  const hyphens = id.split('-').length - 1;
  if (hyphens > 4) return `UUID should have maximum of 4 "-"; got ${hyphens}`;
  const digits = id.replaceAll('-', '');
  const wrong = hexError(digits);
  if (wrong !== undefined) return `Invalid UUID: ${wrong}`;
  if (digits.length % 2 === 0) return undefined;
  return 'Invalid UUID: encoding/hex: odd length hex string';
}

function hexError(digits: string): string | undefined {
  const wrong = /[^0-9a-fA-F]/u.exec(digits)?.[0];
  if (wrong === undefined) return undefined;
  const code = (wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `encoding/hex: invalid byte: U+${code} '${wrong}'`;
}
