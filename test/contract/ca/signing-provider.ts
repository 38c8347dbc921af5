// SPDX-License-Identifier: Apache-2.0
// What every signing provider must do, whatever keeps its key: the shape of roots and leaves as Consul's own CA gives
// them, read here with other software than wrote them (OpenSSL through Node, and @peculiar/x509). A provider's test
// calls `signingProviderContract` with the means to make it.
// oxlint-disable-next-line import/no-unassigned-import -- what @peculiar/x509 needs to have been loaded before it
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as Certificate,
} from '@peculiar/x509';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { beforeEach, describe, test } from 'node:test';
import { connect, TLSSocket } from 'node:tls';
import type {
  LeafNames,
  LeafSigner,
  SigningProvider,
  SigningRoot,
} from '../../../src/ca/provider.ts';
import { readCertificate } from '../../../src/model/ca/certificate.ts';
import { decodePem, encodePem } from '../../../src/model/ca/pem.ts';
import { formatSpiffeId, type WorkloadId } from '../../../src/model/ca/spiffe.ts';

export const CLUSTER_ID = '11111111-2222-3333-4444-555555555555';
const TD = `${CLUSTER_ID}.consul`;
const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-01T12:00:00Z');

const at = { trustDomain: TD, partition: 'default', datacenter: 'dc1' };
const WEB: LeafNames = { id: { kind: 'service', ...at, namespace: 'default', service: 'web' } };

export type MakeProvider = (clock: { readonly now: () => number }) => SigningProvider;

export function signingProviderContract(name: string, makeProvider: MakeProvider): void {
  describe(`the signing provider ${name}`, () => {
    let nowMs = START_MS;
    let provider: SigningProvider;
    let root: SigningRoot;
    let signer: LeafSigner;

    beforeEach(async () => {
      nowMs = START_MS;
      provider = makeProvider({ now: () => nowMs });
      root = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 7 });
      signer = await provider.openSigner(root);
    });

    const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const sign = (names: LeafNames, ttlMs?: number): Promise<string> =>
      signer.sign({
        names,
        subject: keys,
        serial: 0x1234,
        ...(ttlMs === undefined ? {} : { ttlMs }),
      });

    test('makes a root that is its own issuer, with its key and the id of the trust domain', () => {
      const certificate = new X509Certificate(root.certPem);
      assert.ok(certificate.verify(certificate.publicKey));
      assert.ok(certificate.checkIssued(certificate));
      assert.ok(certificate.ca);
      assert.equal(certificate.subject, certificate.issuer);
      assert.match(certificate.subject, /^CN=pri-[0-9a-z]{1,8}\.[a-z]+\.ca\.11111111\.consul$/);
      assert.equal(certificate.subjectAltName, `URI:spiffe://${TD}`);
      assert.match(root.privateKeyPem.reveal(), /^-----BEGIN EC PRIVATE KEY-----\n/);
    });

    test('makes a root with exactly the extensions of a root', () => {
      const certificate = new Certificate(root.certPem);
      assert.deepEqual(Array.from(certificate.extensions, shape), [
        ['2.5.29.15', true],
        ['2.5.29.19', true],
        ['2.5.29.14', false],
        ['2.5.29.35', false],
        ['2.5.29.17', false],
      ]);
      assert.equal(
        certificate.getExtension(KeyUsagesExtension)?.usages,
        KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
      );
      const constraints = certificate.getExtension(BasicConstraintsExtension);
      assert.equal(constraints?.ca, true);
      assert.equal(constraints.pathLength, undefined);
      assertKeyIds(certificate, certificate);
    });

    test('makes a root for ten years, from now', () => {
      const { notBeforeMs, notAfterMs, serial } = readCertificate(root.certPem);
      assert.equal(notBeforeMs, START_MS);
      assert.equal(notAfterMs, START_MS + 87_600 * HOUR_MS);
      assert.equal(serial, 7n);
    });

    test('makes a root for as long as it is asked to, also beyond 2049', async () => {
      const ttlMs = 30 * 8_760 * HOUR_MS;
      const long = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 1, ttlMs });
      assert.equal(readCertificate(long.certPem).notAfterMs, START_MS + ttlMs);
      assert.equal(new X509Certificate(long.certPem).validToDate.getTime(), START_MS + ttlMs);
    });

    test('makes another root, with another name, each time', async () => {
      const other = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 7 });
      assert.notEqual(readCertificate(other.certPem).keyId, readCertificate(root.certPem).keyId);
    });

    test('signs leaves that OpenSSL accepts under the root', async () => {
      const certificate = new X509Certificate(await sign(WEB));
      const issuer = new X509Certificate(root.certPem);
      assert.ok(certificate.checkIssued(issuer));
      assert.ok(certificate.verify(issuer.publicKey));
      assert.ok(certificate.checkPrivateKey(keys.privateKey));
      assert.equal(certificate.ca, false);
      assert.equal(certificate.issuer, issuer.subject);
      assert.equal(certificate.serialNumber, '1234');
    });

    test('signs leaves with an empty subject and exactly the extensions of a leaf', async () => {
      const certificate = new Certificate(await sign(WEB));
      assert.equal(certificate.subject, '');
      assert.deepEqual(Array.from(certificate.extensions, shape), [
        ['2.5.29.15', true],
        ['2.5.29.37', false],
        ['2.5.29.19', true],
        ['2.5.29.14', false],
        ['2.5.29.35', false],
        ['2.5.29.17', true],
      ]);
      assert.equal(
        certificate.getExtension(KeyUsagesExtension)?.usages,
        KeyUsageFlags.digitalSignature |
          KeyUsageFlags.keyEncipherment |
          KeyUsageFlags.dataEncipherment |
          KeyUsageFlags.keyAgreement,
      );
      assert.deepEqual(
        [...(certificate.getExtension(ExtendedKeyUsageExtension)?.usages ?? [])],
        ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'],
      );
      assert.equal(certificate.getExtension(BasicConstraintsExtension)?.ca, false);
      assertKeyIds(certificate, new Certificate(root.certPem));
      assert.deepEqual(certificate.signatureAlgorithm, {
        name: 'ECDSA',
        hash: { name: 'SHA-256' },
      });
    });

    test('signs leaves for 72 hours from a minute ago', async () => {
      const { notBeforeMs, notAfterMs } = readCertificate(await sign(WEB));
      assert.equal(notBeforeMs, START_MS - 60_000);
      assert.equal(notAfterMs, notBeforeMs + 72 * HOUR_MS);
    });

    test('signs leaves for as long as it is asked to', async () => {
      const { notBeforeMs, notAfterMs } = readCertificate(await sign(WEB, HOUR_MS));
      assert.equal(notAfterMs, notBeforeMs + HOUR_MS);
    });

    const ids: WorkloadId[] = [
      WEB.id,
      { ...WEB.id, service: 'a/b,c' } as WorkloadId,
      { kind: 'mesh-gateway', ...at },
      { kind: 'server', trustDomain: TD, datacenter: 'dc1' },
      { kind: 'agent', ...at, agent: 'node-1' },
    ];
    for (const id of ids) {
      test(`writes ${formatSpiffeId(id)} as the only name of its leaf`, async () => {
        assert.deepEqual(namesOf(await sign({ id })), [['url', formatSpiffeId(id)]]);
      });
    }

    test('writes DNS names, then IP addresses, then the id', async () => {
      const dnsNames = ['localhost', `server.dc1.peering.${TD}`];
      const ipAddresses = ['127.0.0.1', '::1', '2001:db8::ff00:42:8329', '::ffff:10.1.2.3'];
      assert.deepEqual(namesOf(await sign({ ...WEB, dnsNames, ipAddresses })), [
        ['dns', 'localhost'],
        ['dns', `server.dc1.peering.${TD}`],
        ['ip', '127.0.0.1'],
        ['ip', '::1'],
        ['ip', '2001:db8::ff00:42:8329'],
        ['ip', '::ffff:a01:203'],
        ['url', formatSpiffeId(WEB.id)],
      ]);
    });

    for (const [kind, names] of [
      ['DNS name', { ...WEB, dnsNames: ['müsli.example'] }],
      ['IP address', { ...WEB, ipAddresses: ['10.0.0'] }],
    ] as const) {
      test(`signs nothing for a ${kind} that is none`, async () => {
        await assert.rejects(sign(names), RangeError);
      });
    }

    test('signs for the RSA key of somebody else', async () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
      const subject = { publicKey, csrPem: '' };
      const certificate = new X509Certificate(
        await signer.sign({ names: WEB, subject, serial: 1 }),
      );
      assert.ok(certificate.publicKey.equals(publicKey));
    });

    test('signs for no other kind of key', async () => {
      const { publicKey } = generateKeyPairSync('ed25519');
      const subject = { publicKey, csrPem: '' };
      await assert.rejects(signer.sign({ names: WEB, subject, serial: 1 }), { name: 'Refusal' });
    });

    test('gives the intermediates after the leaf, each on lines of its own', async () => {
      const bridge = encodePem('CERTIFICATE', Buffer.from('bridge'));
      signer = await provider.openSigner(root, [bridge.trimEnd(), bridge]);
      const chain = await sign(WEB);
      assert.equal(decodePem(chain).length, 3);
      assert.ok(chain.endsWith(bridge + bridge));
    });

    test('signs leaves with which a workload and a server of this cluster know each other over TLS', async () => {
      nowMs = Date.now();
      const serverName = `server.dc1.peering.${TD}`;
      const fresh = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 1 });
      signer = await provider.openSigner(fresh);
      const key = keys.privateKey.export({ type: 'sec1', format: 'pem' });
      const server: WorkloadId = { kind: 'server', trustDomain: TD, datacenter: 'dc1' };
      const trust = { ca: fresh.certPem, key, rejectUnauthorized: true };
      const [near, far] = duplexPair();
      using accepted = disposable(
        new TLSSocket(far, {
          ...trust,
          isServer: true,
          requestCert: true,
          cert: await sign({ id: server, dnsNames: [serverName] }),
        }),
      );
      using dialed = disposable(
        connect({ ...trust, socket: near, servername: serverName, cert: await sign(WEB) }),
      );
      await Promise.all([once(dialed.socket, 'secureConnect'), once(accepted.socket, 'secure')]);
      assert.ok(dialed.socket.authorized);
      assert.equal(
        accepted.socket.getPeerCertificate().subjectaltname,
        `URI:${formatSpiffeId(WEB.id)}`,
      );
    });

    test('knows which root and which trust domain it signs for', () => {
      assert.equal(signer.rootId, readCertificate(root.certPem).fingerprint);
      assert.equal(signer.trustDomain, TD);
    });

    test('signs nothing once the root has expired', async () => {
      nowMs = START_MS + 87_600 * HOUR_MS + 1;
      await assert.rejects(sign(WEB), { name: 'Refusal', message: /^root expired: / });
    });

    test('opens no root with the key of another', async () => {
      const other = await provider.generateRoot({ clusterId: CLUSTER_ID, serial: 8 });
      const mixed = { certPem: root.certPem, privateKeyPem: other.privateKeyPem };
      await assert.rejects(provider.openSigner(mixed), (error: Error) => {
        assert.equal(error.name, 'Refusal');
        assert.ok(!error.message.includes('PRIVATE'));
        return true;
      });
    });

    test('opens no leaf as a root', async () => {
      const leaf = { certPem: await sign(WEB), privateKeyPem: root.privateKeyPem };
      await assert.rejects(provider.openSigner(leaf), { name: 'Refusal' });
    });
  });
}

function disposable(socket: TLSSocket): { readonly socket: TLSSocket } & Disposable {
  return { socket, [Symbol.dispose]: () => socket.destroy() };
}

function shape(extension: Extension): [string, boolean] {
  return [extension.type, extension.critical];
}

function namesOf(pem: string): [string, string][] {
  const names =
    new Certificate(pem).getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  return names.map(({ type, value }) => [type, value]);
}

function assertKeyIds(certificate: Certificate, issuer: Certificate): void {
  const subjectKeyId = certificate.getExtension(SubjectKeyIdentifierExtension);
  const authorityKeyId = certificate.getExtension(AuthorityKeyIdentifierExtension);
  assert.equal(subjectKeyId?.keyId, keyIdOf(certificate));
  assert.equal(authorityKeyId?.keyId, keyIdOf(issuer));
  assert.equal(authorityKeyId.certId, undefined);
}

function keyIdOf({ publicKey }: Certificate): string {
  return createHash('sha256').update(Buffer.from(publicKey.rawData)).digest('hex');
}
