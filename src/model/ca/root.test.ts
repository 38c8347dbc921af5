// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseCertificate } from './certificate.ts';
import { caRootOf } from './root.ts';

const pem = readFileSync(new URL('testdata/root.pem', import.meta.url), 'utf8');
const clusterId = '11111111-2222-3333-4444-555555555555';

test('a root is shown as Consul shows its roots, key for key in that order', () => {
  const root = caRootOf(pem, { clusterId, isActive: true, createIndex: 9, modifyIndex: 12 });
  const { SigningKeyID, ...rest } = root;
  assert.match(SigningKeyID, /^[0-9a-f]{2}(?::[0-9a-f]{2}){31}$/);
  assert.deepEqual(rest, {
    ID: parseCertificate(pem).fingerprint.toLowerCase(),
    Name: 'Consul CA Primary Cert',
    SerialNumber: 7,
    ExternalTrustDomain: clusterId,
    NotBefore: '2026-01-01T00:00:00Z',
    NotAfter: '2035-12-30T00:00:00Z',
    RootCert: pem,
    IntermediateCerts: null,
    Active: true,
    PrivateKeyType: 'ec',
    PrivateKeyBits: 256,
    CreateIndex: 9,
    ModifyIndex: 12,
  });
  assert.equal(
    Object.keys(root).join(),
    'ID,Name,SerialNumber,SigningKeyID,ExternalTrustDomain,NotBefore,NotAfter,RootCert,IntermediateCerts,Active,' +
      'PrivateKeyType,PrivateKeyBits,CreateIndex,ModifyIndex',
  );
});

test('a root that was rotated out is shown with its bridge, and always ends in a newline', () => {
  const root = caRootOf(pem.trimEnd(), {
    clusterId,
    isActive: false,
    name: 'Vault CA Primary Cert',
    intermediatePems: ['bridge'],
    createIndex: 1,
    modifyIndex: 1,
  });
  assert.equal(root.Name, 'Vault CA Primary Cert');
  assert.equal(root.Active, false);
  assert.equal(root.RootCert, pem);
  assert.deepEqual(root.IntermediateCerts, ['bridge']);
});
