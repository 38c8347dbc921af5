// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issueCertificates } from '../../../../test/mesh-certificates.ts';
import type { Scenario } from '../../../../test/mesh-scenario.ts';
import { testKind } from '../../../../test/entry-kind.ts';
import { validateInlineCertificate } from './validate.ts';

testKind('inline-certificate', {
  accepts: {},
  refuses: {
    'one without a key': [{ Certificate: 'x' }, 'failed to parse private key PEM'],
    'a key that is none': [
      { PrivateKey: '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----' },
      'tls: failed to parse private key',
    ],
  },
});

test('inline-certificate: a pair is taken, and a key of another certificate is not', async () => {
  const leaves = ['web', 'api'].map((name) => `/ns/default/dc/dc1/svc/${name}`);
  const issued = await issueCertificates([{ cluster: 'dc1', leaves } as unknown as Scenario]);
  const [web, api] = leaves.map((path) => issued.leaf(`spiffe://dc1.consul${path}`));
  const entry = { Kind: 'inline-certificate', Name: 'c', Certificate: web?.certPem ?? '' } as const;
  validateInlineCertificate({ ...entry, PrivateKey: web?.keyPem ?? '' });
  assert.throws(
    () => validateInlineCertificate({ ...entry, PrivateKey: api?.keyPem ?? '' }),
    /^Refusal: tls: private key does not match public key$/,
  );
  assert.throws(
    () => validateInlineCertificate({ ...entry, Certificate: 'x', PrivateKey: web?.keyPem ?? '' }),
    /^Refusal: failed to parse certificate PEM$/,
  );
});
