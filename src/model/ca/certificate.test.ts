// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { formatSerial, hexWithColons, parseCertificate, readCertificate } from './certificate.ts';
import { decodePem, encodePem } from './pem.ts';

const rootPem = readFileSync(new URL('testdata/root.pem', import.meta.url), 'utf8');
const leafPem = readFileSync(new URL('testdata/leaf.pem', import.meta.url), 'utf8');

test('the facts of a root', () => {
  const { fingerprint, keyId, ...facts } = readCertificate(rootPem);
  assert.equal(fingerprint, parseCertificate(rootPem).fingerprint.toLowerCase());
  assert.match(keyId, /^[0-9a-f]{2}(?::[0-9a-f]{2}){31}$/);
  assert.deepEqual(facts, {
    serial: 7n,
    notBeforeMs: Date.parse('2026-01-01T00:00:00Z'),
    notAfterMs: Date.parse('2035-12-30T00:00:00Z'),
    keyType: 'ec',
    keyBits: 256,
    uris: ['spiffe://11111111-2222-3333-4444-555555555555.consul'],
  });
});

test('the facts of a leaf are read from the first certificate of a chain', () => {
  const facts = readCertificate(leafPem + rootPem);
  assert.equal(facts.serial, 256n);
  assert.equal(facts.notBeforeMs, Date.parse('2025-12-31T23:59:00Z'));
  assert.equal(facts.notAfterMs, Date.parse('2026-01-03T23:59:00Z'));
});

test('a URI with a comma is one URI', () => {
  const uri = 'spiffe://11111111-2222-3333-4444-555555555555.consul/ns/default/dc/dc1/svc/web,one';
  assert.deepEqual(readCertificate(leafPem).uris, [uri]);
});

describe('what is no certificate is refused in the words of Go', () => {
  const der = decodePem(rootPem)[0]?.bytes ?? Buffer.of();
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const cases: [string, string, string][] = [
    ['no PEM', 'hello', 'no PEM-encoded data found'],
    [
      'another type',
      publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'first PEM-block should be CERTIFICATE type',
    ],
    ['other bytes', encodePem('CERTIFICATE', Buffer.from('hello')), 'x509: malformed certificate'],
    ['no bytes', encodePem('CERTIFICATE', Buffer.of()), 'x509: malformed certificate'],
    [
      'half a certificate',
      encodePem('CERTIFICATE', der.subarray(0, 200)),
      'x509: malformed certificate',
    ],
    [
      'a certificate and more',
      encodePem('CERTIFICATE', Buffer.concat([der, Buffer.of(0)])),
      'x509: trailing data',
    ],
    [
      'a certificate wrapped twice',
      encodePem('CERTIFICATE', Buffer.from(rootPem)),
      'x509: trailing data',
    ],
  ];
  for (const [name, pem, message] of cases) {
    test(name, () => assert.throws(() => readCertificate(pem), { name: 'Refusal', message }));
  }
});

test('serial numbers are shown as bytes', () => {
  assert.equal(formatSerial(9n), '09');
  assert.equal(formatSerial(256n), '01:00');
  assert.equal(formatSerial(0xfedcban), 'fe:dc:ba');
  assert.equal(hexWithColons(Buffer.of(0, 255)), '00:ff');
});
