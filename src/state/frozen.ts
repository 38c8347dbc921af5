// SPDX-License-Identifier: Apache-2.0

/** The same plain data, frozen all the way down. */
export function frozen<V>(value: V): V {
  // Bytes can't be frozen; nobody else may hold them.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
