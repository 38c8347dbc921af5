// SPDX-License-Identifier: Apache-2.0
// Which versions of TLS and which cipher suites an Envoy can be told to speak.
// In the order in which Consul names them; the position among the last four is their order.
const TLS_VERSIONS = ['TLS_AUTO', 'TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'];
/** What Envoy can be told, by the names that IANA gives. */
const CIPHER_SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
];

/** As every kind that configures a listener writes them; absent means Envoy's own. */
export interface TlsParameters {
  readonly TLSMinVersion?: string;
  readonly TLSMaxVersion?: string;
  readonly CipherSuites?: readonly string[];
}

/** What is wrong with them, in Consul's words. */
export function tlsParametersError(settings: TlsParameters): string | undefined {
  const { TLSMinVersion: min = '', TLSMaxVersion: max = '', CipherSuites = [] } = settings;
  for (const version of [min, max]) {
    if (version !== '' && !TLS_VERSIONS.includes(version)) {
      return `no matching TLS version found for ${version}, please specify one of [${TLS_VERSIONS.join(', ')}]`;
    }
  }
  const [minRank, maxRank] = [TLS_VERSIONS.indexOf(min), TLS_VERSIONS.indexOf(max)];
  if (minRank > 0 && maxRank > 0 && maxRank < minRank) {
    return `configuring max version ${max} less than the configured min version ${min} is invalid`;
  }
  if (CipherSuites.length === 0) return undefined;
  if (min === 'TLSv1_3') {
    return `configuring CipherSuites is only applicable to connections negotiated with TLS 1.2 or earlier, TLSMinVersion is set to ${min}`;
  }
  const unknown = CipherSuites.filter((suite) => !CIPHER_SUITES.includes(suite));
  return unknown.length === 0
    ? undefined
    : `no matching Envoy TLS cipher suite found for ${unknown.join(',')}`;
}
