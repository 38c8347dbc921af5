// SPDX-License-Identifier: Apache-2.0

/** What a map from a user has under a name: 'constructor' is a name like any other. */
export function ownValue<T>(
  map: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}
