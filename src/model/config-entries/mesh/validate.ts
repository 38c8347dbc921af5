// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { Mesh } from './schema.ts';

// In the order in which Consul names them; the position among the last four is their order.
const TLS_VERSIONS = ['TLS_AUTO', 'TLSv1_0', 'TLSv1_1', 'TLSv1_2', 'TLSv1_3'];
const SLASHES_ACTIONS = [
  'IMPLEMENTATION_SPECIFIC_DEFAULT',
  'KEEP_UNCHANGED',
  'REJECT_REQUEST',
  'UNESCAPE_AND_REDIRECT',
  'UNESCAPE_AND_FORWARD',
];
const UNDERSCORES_ACTIONS = ['ALLOW', 'REJECT_REQUEST', 'DROP_HEADER'];
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

interface DirectionalTls {
  readonly TLSMinVersion?: string;
  readonly TLSMaxVersion?: string;
  readonly CipherSuites?: readonly string[];
}

export function validateMesh(entry: Mesh): void {
  refuseProblems(metaProblems(entry));
  const tls = (entry.TLS ?? {}) as Readonly<Record<string, DirectionalTls | undefined>>;
  for (const direction of ['Incoming', 'Outgoing']) {
    const problem = tlsError(tls[direction] ?? {});
    if (problem === undefined) continue;
    throw refused(`error in ${direction.toLowerCase()} TLS configuration: ${problem}`);
  }
  const problem = normalizationError(entry);
  if (problem !== undefined) {
    throw refused(`error in HTTP incoming request normalization configuration: ${problem}`);
  }
}

function tlsError(settings: DirectionalTls): string | undefined {
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

function normalizationError({ HTTP }: Mesh): string | undefined {
  const incoming = HTTP?.['Incoming'] as
    | { readonly RequestNormalization?: Readonly<Record<string, unknown>> }
    | undefined;
  const normalization = incoming?.RequestNormalization ?? {};
  return (
    actionError(normalization, 'PathWithEscapedSlashesAction', SLASHES_ACTIONS) ??
    actionError(normalization, 'HeadersWithUnderscoresAction', UNDERSCORES_ACTIONS)
  );
}

function actionError(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  actions: readonly string[],
): string | undefined {
  const action = String(settings[name] ?? '');
  if (action === '' || actions.includes(action)) return undefined;
  return `no matching ${name} value found for ${action}, please specify one of [${actions.join(', ')}]`;
}
