// SPDX-License-Identifier: Apache-2.0

/** Ascending by code unit: the same order everywhere, whatever the locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
