// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HttpsTls } from './agent-config.ts';
import { refusal, server, withHcl } from './test-load.ts';

describe('the HTTPS listener', () => {
  const cases: Record<string, readonly [hcl: string, expected: Partial<HttpsTls>]> = {
    'asks for nothing by itself': [
      '',
      { caFile: undefined, certFile: undefined, minVersion: 'TLSv1.2', verifiesIncoming: false },
    ],
    'takes its own settings first': [
      'ca_file = "/1" tls { defaults { ca_file = "/2" } https { ca_file = "/3" } }',
      { caFile: '/3' },
    ],
    'then those for all': ['ca_file = "/1" tls { defaults { ca_file = "/2" } }', { caFile: '/2' }],
    'then the older ones': [
      'ca_file = "/1" cert_file = "/c" key_file = "/k" tls_min_version = "tls13" verify_incoming = true',
      {
        caFile: '/1',
        certFile: '/c',
        keyFile: '/k',
        minVersion: 'TLSv1.3',
        verifiesIncoming: true,
      },
    ],
    'can be more trusting than the rest': [
      'ca_file = "/1" tls { defaults { verify_incoming = true } https { verify_incoming = false } }',
      { verifiesIncoming: false },
    ],
    'takes cipher suites by their names in RFCs': [
      'tls_cipher_suites = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"',
      {
        cipherSuites:
          'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256:TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      },
    ],
  };
  for (const [name, [hcl, expected]] of Object.entries(cases)) {
    test(name, () => assert.partialDeepStrictEqual(withHcl(hcl).tls.https, expected));
  }

  test('cannot verify clients without a CA', () => {
    const text = refusal([...server, '-hcl', 'verify_incoming_https = true']);
    assert.equal(text, 'VerifyIncoming set but no CA certificates were provided');
  });

  test('knows no other versions of TLS', () => {
    const text = refusal([...server, '-hcl', 'tls { https { tls_min_version = "TLSv9" } }']);
    assert.match(text, /^tls\.https\.tls_min_version: invalid value TLSv9, valid values are: /);
  });
});
