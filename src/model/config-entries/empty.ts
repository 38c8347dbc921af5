// SPDX-License-Identifier: Apache-2.0

type WithoutEmpty<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The fields that are set: what is absent or has Go's zero value is left out, as its JSON does with omitempty. */
export function withoutEmpty<T extends object>(fields: T): WithoutEmpty<T> {
  const kept = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(kept) as WithoutEmpty<T>;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'object') return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}

/** An empty list as Go's JSON shows it where it is not left out: null if it was not written. */
export const nothingOf = (written: readonly unknown[] | undefined): readonly never[] | null =>
  written === undefined ? null : [];
