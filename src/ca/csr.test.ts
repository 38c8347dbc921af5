// SPDX-License-Identifier: Apache-2.0
// oxlint-disable-next-line import/no-unassigned-import -- what @peculiar/x509 needs to have been loaded before it
import 'reflect-metadata';
import {
  type JsonGeneralNames,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import assert from 'node:assert/strict';
import { createPublicKey, webcrypto } from 'node:crypto';
import { describe, test } from 'node:test';
import { decodePem, encodePem } from '../model/ca/pem.ts';
import { acceptCsr } from './csr.ts';

const TD = '11111111-2222-3333-4444-555555555555.consul';
const scope = { datacenter: 'dc1', trustDomain: TD };
const webUri = `spiffe://${TD}/ns/default/dc/dc1/svc/web`;

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = (modulusLength: number): webcrypto.RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength,
  publicExponent: Uint8Array.of(1, 0, 1),
  hash: 'SHA-256',
});

async function keyPair(algorithm: object = EC): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  return (await subtle.generateKey(algorithm as webcrypto.EcKeyGenParams, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
}

async function csr(names: JsonGeneralNames, keys?: webcrypto.CryptoKeyPair): Promise<string> {
  const pair = keys ?? (await keyPair());
  const request = await Pkcs10CertificateRequestGenerator.create({
    keys: pair,
    signingAlgorithm: { ...pair.privateKey.algorithm, hash: 'SHA-256' } as webcrypto.EcdsaParams,
    extensions: names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names, true)],
  });
  return encodePem('CERTIFICATE REQUEST', Buffer.from(request.rawData));
}

const url = (value: string): JsonGeneralNames[number] => ({ type: 'url', value });

describe('a request is accepted', () => {
  for (const [name, algorithm] of [
    ['for an EC key', EC],
    ['for an RSA key of 2048 bits', rsa(2_048)],
  ] as const) {
    test(`${name}, with the key that it proves`, async () => {
      const keys = await keyPair(algorithm);
      const { subject } = await acceptCsr(await csr([url(webUri)], keys), scope);
      const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
      assert.ok(
        subject.publicKey.equals(createPublicKey({ key: spki, type: 'spki', format: 'der' })),
      );
    });
  }

  test('with its DNS names and addresses', async () => {
    const names: JsonGeneralNames = [
      url(webUri),
      { type: 'dns', value: 'web.example' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
    ];
    const accepted = await acceptCsr(await csr(names), scope);
    assert.deepEqual(accepted.names.dnsNames, ['web.example']);
    assert.deepEqual(accepted.names.ipAddresses, ['127.0.0.1', '::1']);
  });

  const uris: [string, string, object][] = [
    ['for a service', webUri, { kind: 'service', service: 'web' }],
    [
      'for a service whose trust domain differs in case',
      webUri.replace('.consul', '.Consul'),
      { kind: 'service' },
    ],
    ['for a mesh gateway', `spiffe://${TD}/gateway/mesh/dc/dc1`, { kind: 'mesh-gateway' }],
    ['for a server', `spiffe://${TD}/agent/server/dc/dc1`, { kind: 'server' }],
    [
      'for an agent',
      `spiffe://${TD}/agent/client/dc/dc1/id/n1`,
      { kind: 'agent', trustDomain: TD },
    ],
    [
      'for an agent that does not know where it is',
      'spiffe://dummy.consul/agent/client/dc/dc9/id/n1',
      { kind: 'agent', trustDomain: TD, datacenter: 'dc9' },
    ],
  ];
  for (const [name, uri, expected] of uris) {
    test(name, async () => {
      const { names } = await acceptCsr(await csr([url(uri)]), scope);
      assert.partialDeepStrictEqual(names.id, expected);
    });
  }

  test('for a server with the name that peers know it by', async () => {
    const name = `server.dc1.peering.${TD}`;
    const pem = await csr([
      { type: 'dns', value: name },
      url(`spiffe://${TD}/agent/server/dc/dc1`),
    ]);
    assert.deepEqual((await acceptCsr(pem, scope)).names.dnsNames, [name]);
  });
});

describe('a request is refused', () => {
  const uriOf = (path: string, host = TD): string => `spiffe://${host}${path}`;
  const cases: [string, JsonGeneralNames, string | RegExp][] = [
    ['without a name', [], 'CSR SAN contains an invalid number of URIs: 0'],
    [
      'with a DNS name only',
      [{ type: 'dns', value: 'a' }],
      'CSR SAN contains an invalid number of URIs: 0',
    ],
    ['with two URIs', [url(webUri), url(webUri)], 'CSR SAN contains an invalid number of URIs: 2'],
    [
      'with an e-mail address',
      [url(webUri), { type: 'email', value: 'a@b' }],
      'CSR SAN does not allow specifying email addresses',
    ],
    ['with another scheme', [url('https://example.com')], "SPIFFE ID must have 'spiffe' scheme"],
    ['for an unknown kind', [url(uriOf('/x'))], /^SPIFFE ID is not in the expected format: /],
    ['for a CA', [url(uriOf(''))], 'SPIFFE ID in CSR must be a service, mesh-gateway, or agent ID'],
    [
      'for another datacenter',
      [url(uriOf('/ns/default/dc/dc2/svc/web'))],
      'SPIFFE ID in CSR from a different datacenter: dc2, we are dc1',
    ],
    [
      'for another trust domain',
      [url(uriOf('/ns/default/dc/dc1/svc/web', 'x.consul'))],
      `SPIFFE ID in CSR from a different trust domain: x.consul, we are ${TD}`,
    ],
    [
      'for a gateway of another datacenter',
      [url(uriOf('/gateway/mesh/dc/dc2'))],
      'SPIFFE ID in CSR from a different datacenter: dc2, we are dc1',
    ],
    [
      'for a server of another trust domain',
      [url(uriOf('/agent/server/dc/dc1', 'x.consul'))],
      `SPIFFE ID in CSR from a different trust domain: x.consul, we are ${TD}`,
    ],
    [
      'for a service that would pose as a server',
      [url(webUri), { type: 'dns', value: `Server.dc1.Peering.${TD}` }],
      'CSR SAN does not allow the server name for peering',
    ],
  ];
  for (const [name, names, message] of cases) {
    test(name, async () => {
      await assert.rejects(acceptCsr(await csr(names), scope), { name: 'Refusal', message });
    });
  }

  test('with an RSA key of 1024 bits', async () => {
    const pem = await csr([url(webUri)], await keyPair(rsa(1_024)));
    await assert.rejects(acceptCsr(pem, scope), {
      message: 'the RSA key of a CSR must have at least 2048 bits',
    });
  });

  test('with a key that it does not prove', async () => {
    const mine = decodePem(await csr([url(webUri)]))[0]?.bytes ?? Buffer.of();
    const broken = Buffer.from(mine);
    const at = mine.indexOf('svc/web');
    broken.write('svc/db1', at);
    await assert.rejects(acceptCsr(encodePem('CERTIFICATE REQUEST', broken), scope), {
      message: 'CSR signature is invalid',
    });
  });

  const texts: [string, string, string][] = [
    ['that is no PEM', 'hello', 'no PEM-encoded data found'],
    [
      'of another type',
      encodePem('CERTIFICATE', Buffer.from('x')),
      'first PEM-block should be CERTIFICATE REQUEST type',
    ],
    [
      'of other bytes',
      encodePem('CERTIFICATE REQUEST', Buffer.from('hello')),
      'x509: malformed certificate request',
    ],
    [
      'of no bytes',
      encodePem('CERTIFICATE REQUEST', Buffer.of()),
      'x509: malformed certificate request',
    ],
    [
      'of deeply nested bytes',
      encodePem('CERTIFICATE REQUEST', Buffer.alloc(40_000, '3080', 'hex')),
      'x509: malformed certificate request',
    ],
    ['that is too long', 'x'.repeat(65_537), 'CSR is longer than 65536 bytes'],
  ];
  for (const [name, pem, message] of texts) {
    test(name, () => assert.rejects(acceptCsr(pem, scope), { name: 'Refusal', message }));
  }
});
