// SPDX-License-Identifier: Apache-2.0

/**
 * A value that nobody here looks into, as Consul keeps it: a list of one is replaced by its entry, and
 * inside that entry so is every list of one that a key has. Other lists stay as they are, and so does
 * what lies in plain objects. Consul does that for the sake of HCL's blocks, but to lists in JSON, too.
 */
export function unwrapOpaque(raw: unknown): unknown {
  return Array.isArray(raw) && raw.length === 1 ? unwrapKeys(raw[0]) : raw;
}

function unwrapKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const isWrapped = Array.isArray(inner) && inner.length === 1;
      return [key, unwrapKeys(isWrapped ? (inner as unknown[])[0] : inner)];
    }),
  );
}
