// SPDX-License-Identifier: Apache-2.0

/** A whole number of up to 64 bits: a bigint from 2^53 on, where a number would lose digits. */
export type Uint64 = number | bigint;

/**
 * As JSON.parse, but whole numbers keep all their digits: the Flags of a key, an index. Throws an Error for an answer
 * that is no JSON, as of something that is no agent.
 */
export function parseExactJson<T>(text: string): T {
  const keepDigits = (_key: string, value: unknown, { source }: { readonly source?: string }) => {
    const isWhole = typeof value === 'number' && /^-?\d+$/.test(source ?? '');
    return isWhole && !Number.isSafeInteger(value) ? BigInt(source ?? '') : value;
  };
  try {
    return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) as T;
  } catch (error) {
    throw new Error('the answer is not JSON; is this the HTTP port of an agent?', { cause: error });
  }
}

/** As JSON.stringify, but of what parseExactJson gives. */
export function stringifyExactJson(value: unknown): string {
  const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? rawJSON(String(part)) : part,
  );
}
