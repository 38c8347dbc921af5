// SPDX-License-Identifier: Apache-2.0

/**
 * Eight hex digits that tell customised chains of one service apart, '' for one that isn't customised. Only what
 * differs from the chain's own value counts; the function is ours (dataplane §6.3).
 */
export function customizationHash(
  overrides: Readonly<Record<string, string | number | undefined>>,
): string {
  const text = Object.entries(overrides)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
  return text === '' ? '' : fnv1a(text).toString(16).padStart(8, '0');
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
