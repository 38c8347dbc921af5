// SPDX-License-Identifier: Apache-2.0
// Keys that files may use and the API doesn't know: Consul's command line has some spellings of its own.

type Keys = Readonly<Record<string, string>>;

const CERTIFICATE: Keys = { private_key: 'PrivateKey' };
const KEYS: Readonly<Record<string, Keys>> = {
  'inline-certificate': CERTIFICATE,
  'file-system-certificate': CERTIFICATE,
  'service-resolver': { sameness_group: 'SamenessGroup' },
  'api-gateway': {
    tls_min_version: 'MinVersion',
    tls_max_version: 'MaxVersion',
    cipher_suites: 'CipherSuites',
  },
};

/** The document with the API's names; keys of Meta are data. */
export function withApiKeys(kind: string, document: object): object {
  const keys = Object.hasOwn(KEYS, kind) ? KEYS[kind] : undefined;
  return keys === undefined ? document : (renamed(document, keys) as object);
}

function renamed(value: unknown, keys: Keys): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, keys));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const lower = key.toLowerCase();
    if (lower === 'meta') return [key, inner] as const;
    return [Object.hasOwn(keys, lower) ? keys[lower] : key, renamed(inner, keys)] as const;
  });
  return Object.fromEntries(entries);
}
