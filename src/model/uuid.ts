// SPDX-License-Identifier: Apache-2.0

/** What is wrong with a text that should be a UUID, in the words of Consul's parser; undefined when nothing is. */
export function uuidError(text: string): string | undefined {
  if (text.length !== 36) return 'uuid string is wrong length';
  if (!/^.{8}-.{4}-.{4}-.{4}-.{12}$/s.test(text)) return 'uuid is improperly formatted';
  const wrong = /[^0-9a-fA-F]/u.exec(text.replaceAll('-', ''))?.[0];
  if (wrong === undefined) return undefined;
  const code = (wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `encoding/hex: invalid byte: U+${code} '${wrong}'`;
}
