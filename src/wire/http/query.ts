// SPDX-License-Identifier: Apache-2.0

/** The parameters of a request's URL. A name without a value reads as ''. */
export interface Query {
  /** Whether there are any. */
  readonly isEmpty: boolean;
  has(name: string): boolean;
  /** The first value, or null. */
  get(name: string): string | null;
  getAll(name: string): string[];
  /** All of them as Go writes them: by name. */
  encode(): string;
}

/** What most requests have; costs nothing. */
export const NO_QUERY: Query = {
  isEmpty: true,
  has: () => false,
  get: () => null,
  getAll: () => [],
  encode: () => '',
};

/** The text after '?'; undefined when Go could not decode it. */
export function parseQuery(text: string): Query | undefined {
  if (text === '') return NO_QUERY;
  if (text.includes(';') || /%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  const parameters = new URLSearchParams(text);
  return {
    isEmpty: false,
    has: (name) => parameters.has(name),
    get: (name) => parameters.get(name),
    getAll: (name) => parameters.getAll(name),
    encode: () => {
      const sorted = new URLSearchParams(parameters);
      sorted.sort();
      // Go escapes one character more, and one less.
      return String(sorted).replaceAll('*', '%2A').replaceAll('%7E', '~');
    },
  };
}
