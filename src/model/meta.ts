// SPDX-License-Identifier: Apache-2.0

/** Key/value pairs that users attach to nodes, services and peerings. */
export type Meta = Readonly<Record<string, string>>;

const MAX_PAIRS = 64;
const MAX_KEY_BYTES = 128;
const MAX_VALUE_BYTES = 512;
const RESERVED_PREFIX = 'consul-';

/**
 * What is wrong with `meta`, in Consul's words, or undefined when nothing is. Keys that begin with `consul-` are
 * refused unless `allowedReserved` names them or is `'all'`.
 */
export function metaError(
  meta: Meta,
  allowedReserved: 'all' | readonly string[] = [],
): string | undefined {
  const pairs = Object.entries(meta);
  if (pairs.length > MAX_PAIRS)
    return `Node metadata cannot contain more than ${MAX_PAIRS} key/value pairs`;
  for (const [key, value] of pairs) {
    const reason = pairError(key, value, allowedReserved);
    if (reason !== undefined)
      return `Couldn't load metadata pair ('${key}', '${value}'): ${reason}`;
  }
  return undefined;
}

function pairError(
  key: string,
  value: string,
  allowed: 'all' | readonly string[],
): string | undefined {
  if (key === '') return 'Key cannot be blank';
  if (!/^[A-Za-z0-9_-]+$/.test(key)) return 'Key contains invalid characters';
  if (key.length > MAX_KEY_BYTES) return `Key is too long (limit: ${MAX_KEY_BYTES} characters)`;
  if (key.startsWith(RESERVED_PREFIX) && allowed !== 'all' && !allowed.includes(key)) {
    return `Key prefix '${RESERVED_PREFIX}' is reserved for internal use`;
  }
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES) {
    return `Value is too long (limit: ${MAX_VALUE_BYTES} characters)`;
  }
  return undefined;
}
