// SPDX-License-Identifier: Apache-2.0

/**
 * Structural equality of plain data (objects, arrays, Maps, Sets, bytes), cheap where parts are shared.
 * Objects of a class are equal when their fields are; without any field that can be seen (a Secret, a
 * Date) only the same object is, since saying "equal" too often would hide a change.
 */
export function structurallyEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b);
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === Object.prototype) return equalFields(a, b);
  if (a instanceof Map) return equalEntries(a, b as Map<unknown, unknown>);
  if (a instanceof Set)
    return a.size === (b as Set<unknown>).size && a.isSubsetOf(b as Set<unknown>);
  if (a instanceof Uint8Array) return Buffer.compare(a, b as Uint8Array) === 0;
  return Object.keys(a).length > 0 && equalFields(a, b);
}

/** What two objects must have in common to be compared: plain ones and bytes come in two forms each. */
function kindOf(value: object): unknown {
  if (value instanceof Uint8Array) return Uint8Array.prototype;
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function equalFields(a: object, b: object): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    if (!structurallyEqual(a[key as keyof object], b[key as keyof object])) return false;
  }
  return true;
}

function equalItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (!structurallyEqual(a[i], b[i])) return false;
  return true;
}

function equalEntries(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    if (!b.has(key) || !structurallyEqual(value, b.get(key))) return false;
  }
  return true;
}
