// SPDX-License-Identifier: Apache-2.0
// The TLS settings of the HTTPS listener: `tls.https`, else `tls.defaults`, else their older spelling at the
// top level. Files are named here and read when the listener starts.
import type { HttpsTls } from './agent-config.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

const VERSIONS: Readonly<Record<string, HttpsTls['minVersion']>> = {
  TLSv1_0: 'TLSv1',
  TLSv1_1: 'TLSv1.1',
  TLSv1_2: 'TLSv1.2',
  TLSv1_3: 'TLSv1.3',
};

const OLD_VERSIONS: Readonly<Record<string, string>> = {
  tls10: 'TLSv1_0',
  tls11: 'TLSv1_1',
  tls12: 'TLSv1_2',
  tls13: 'TLSv1_3',
};

export function httpsTlsOf(raw: RawConfig, findings: Findings): HttpsTls {
  const own = raw.tls?.https ?? {};
  const shared = raw.tls?.defaults ?? {};
  const verifiesIncoming =
    own.verify_incoming ??
    raw.verify_incoming_https ??
    shared.verify_incoming ??
    raw.verify_incoming ??
    false;
  const settings: HttpsTls = {
    caFile: own.ca_file || shared.ca_file || raw.ca_file || undefined,
    caPath: own.ca_path || shared.ca_path || raw.ca_path || undefined,
    certFile: own.cert_file || shared.cert_file || raw.cert_file || undefined,
    keyFile: own.key_file || shared.key_file || raw.key_file || undefined,
    minVersion: minVersionOf(raw, findings),
    cipherSuites: cipherSuitesOf(
      own.tls_cipher_suites || shared.tls_cipher_suites || raw.tls_cipher_suites || '',
    ),
    verifiesIncoming,
  };
  if (verifiesIncoming && settings.caFile === undefined && settings.caPath === undefined) {
    findings.problem(
      'tls.https.verify_incoming',
      'VerifyIncoming set but no CA certificates were provided',
    );
  }
  return settings;
}

function minVersionOf(raw: RawConfig, findings: Findings): HttpsTls['minVersion'] {
  const old = raw.tls_min_version ?? '';
  const shared = raw.tls?.defaults?.tls_min_version || (OLD_VERSIONS[old] ?? old);
  const written = raw.tls?.https?.tls_min_version || shared || 'TLSv1_2';
  const version = VERSIONS[written];
  if (version !== undefined) return version;
  const valid = Object.keys(VERSIONS).join(', ');
  const text = `tls.https.tls_min_version: invalid value ${written}, valid values are: ${valid}`;
  findings.problem('tls.https.tls_min_version', text);
  return 'TLSv1.2';
}

/** A list for OpenSSL, which knows the names of the RFCs too. */
function cipherSuitesOf(text: string): string | undefined {
  const suites = text.split(',').map((suite) => suite.trim());
  return suites.filter((suite) => suite !== '').join(':') || undefined;
}
