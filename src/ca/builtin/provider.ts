// SPDX-License-Identifier: Apache-2.0
// The built-in provider: roots whose key the caller stores, and leaves signed right under them, as Consul's own
// CA makes them. Clock and randomness come in; PEM goes out. It keeps nothing and writes no key anywhere. Signing must
// stay cheap: every proxy's leaf is signed again, at once, when the root rotates.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { parseCertificate, readCertificate } from '../../model/ca/certificate.ts';
import { withTrailingNewline } from '../../model/ca/pem.ts';
import { formatSpiffeId, parseSpiffeId, trustDomainOfCluster } from '../../model/ca/spiffe.ts';
import { Refusal } from '../../model/refusal.ts';
import {
  DEFAULT_LEAF_TTL_MS,
  DEFAULT_ROOT_TTL_MS,
  type LeafRequest,
  type LeafSigner,
  type RootRequest,
  type SigningProvider,
  type SigningRoot,
} from '../provider.ts';
import { DEFAULT_KEY_KIND, newRootKey, openRootKey, rootKeyPem } from './root-key.ts';
import {
  authorityKeyId,
  commonName,
  EMPTY_NAME,
  keyIdOf,
  LEAF_EXTENSIONS,
  ROOT_EXTENSIONS,
  signCertificate,
  subjectAltName,
  subjectKeyId,
  subjectOf,
} from './certificate.ts';

export interface BuiltinProviderOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** `count` random bytes, for the names of roots; keys come from the platform's own source. */
  readonly randomBytes: (count: number) => Uint8Array;
}

/** Leaves are valid from a minute ago, for machines whose clocks are behind. */
const BACKDATING_MS = 60_000;

export function createBuiltinProvider(options: BuiltinProviderOptions): SigningProvider {
  return {
    kind: 'consul',
    generateRoot: async (request) => generateRoot(request, options),
    openSigner: async (root, intermediatePems = []) =>
      openSigner(root, intermediatePems, options.now),
    crossSign: async (root, other, serial) => crossSign(root, other, serial, options.now()),
  };
}

function generateRoot(
  request: RootRequest,
  { now, randomBytes }: BuiltinProviderOptions,
): SigningRoot {
  const privateKey =
    request.privateKeyPem === undefined
      ? newRootKey(request.keyKind ?? DEFAULT_KEY_KIND)
      : openRootKey(request.privateKeyPem);
  const name = commonName(rootName(request.clusterId, randomBytes(8)));
  const spki = spkiOf(privateKey);
  const keyId = keyIdOf(spki);
  const uri = formatSpiffeId({
    kind: 'signing',
    trustDomain: trustDomainOfCluster(request.clusterId),
  });
  const nowMs = now();
  const certPem = signCertificate(
    {
      serial: request.serial,
      issuer: name,
      notBeforeMs: nowMs,
      notAfterMs: nowMs + (request.ttlMs ?? DEFAULT_ROOT_TTL_MS),
      subject: name,
      publicKey: spki,
      extensions: [
        ...ROOT_EXTENSIONS,
        subjectKeyId(keyId),
        authorityKeyId(keyId),
        subjectAltName({ uri, dnsNames: [], ipAddresses: [] }, false),
      ],
    },
    privateKey,
  );
  return {
    certPem,
    privateKeyPem: rootKeyPem(privateKey),
  };
}

/** `pri-<8 of base 36>.consul.ca.<8 of the UUID>.consul`: a new one for each root, since some software caches by name. */
function rootName(clusterId: string, random: Uint8Array): string {
  let value = 0n;
  for (const byte of random) value = value * 256n + BigInt(byte);
  const unique = value.toString(36).padStart(8, '0').slice(0, 8);
  return `pri-${unique}.consul.ca.${clusterId.toLowerCase().slice(0, 8)}.consul`;
}

function openSigner(
  root: SigningRoot,
  intermediatePems: readonly string[],
  now: () => number,
): LeafSigner {
  const facts = readCertificate(root.certPem);
  const certificate = parseCertificate(root.certPem);
  const key = openRootKey(root.privateKeyPem);
  if (!certificate.checkPrivateKey(key)) {
    throw new Refusal(
      'invalid-argument',
      'the private key does not belong to the root certificate',
    );
  }
  const issuer = subjectOf(certificate.raw);
  const issuerKeyId = authorityKeyId(keyIdOf(spkiOf(key)));
  const chain = intermediatePems.map(withTrailingNewline).join('');
  return {
    rootId: facts.fingerprint,
    trustDomain: trustDomainOfRoot(facts.uris),
    sign: async (request) => {
      if (facts.notAfterMs < now()) {
        const expired = new Date(facts.notAfterMs).toISOString();
        throw new Refusal(
          'internal',
          `root expired: certificate expired, expiration date: ${expired}`,
        );
      }
      return signLeaf(request, { issuer, issuerKeyId, key, nowMs: now() }) + chain;
    },
  };
}

interface Issuer {
  readonly issuer: Uint8Array;
  readonly issuerKeyId: Uint8Array;
  readonly key: KeyObject;
  readonly nowMs: number;
}

function signLeaf(request: LeafRequest, { issuer, issuerKeyId, key, nowMs }: Issuer): string {
  const { names, subject } = request;
  const keyType = subject.publicKey.asymmetricKeyType;
  if (keyType !== 'ec' && keyType !== 'rsa') {
    throw new Refusal('invalid-argument', `invalid key type: ${keyType ?? 'symmetric'}`);
  }
  const spki = subject.publicKey.export({ type: 'spki', format: 'der' });
  const notBeforeMs = nowMs - BACKDATING_MS;
  const { dnsNames = [], ipAddresses = [] } = names;
  return signCertificate(
    {
      serial: request.serial,
      issuer,
      notBeforeMs,
      notAfterMs: notBeforeMs + (request.ttlMs ?? DEFAULT_LEAF_TTL_MS),
      subject: EMPTY_NAME,
      publicKey: spki,
      extensions: [
        ...LEAF_EXTENSIONS,
        subjectKeyId(keyIdOf(spki)),
        issuerKeyId,
        subjectAltName({ uri: formatSpiffeId(names.id), dnsNames, ipAddresses }, true),
      ],
    },
    key,
  );
}

/** As long as leaves that only know the old root can be about. */
const CROSS_SIGNED_MS = 7 * 86_400_000;

function crossSign(root: SigningRoot, otherPem: string, serial: number, nowMs: number): string {
  const key = openRootKey(root.privateKeyPem);
  const other = parseCertificate(otherPem);
  const spki = other.publicKey.export({ type: 'spki', format: 'der' });
  const [uri = ''] = readCertificate(otherPem).uris;
  const notBeforeMs = nowMs - BACKDATING_MS;
  return signCertificate(
    {
      serial,
      issuer: subjectOf(parseCertificate(root.certPem).raw),
      notBeforeMs,
      notAfterMs: notBeforeMs + CROSS_SIGNED_MS,
      subject: subjectOf(other.raw),
      publicKey: spki,
      extensions: [
        ...ROOT_EXTENSIONS,
        subjectKeyId(keyIdOf(spki)),
        authorityKeyId(keyIdOf(spkiOf(key))),
        subjectAltName({ uri, dnsNames: [], ipAddresses: [] }, false),
      ],
    },
    key,
  );
}

const spkiOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' });

function trustDomainOfRoot(uris: readonly string[]): string {
  const [uri = ''] = uris;
  const id = parseSpiffeId(uri);
  if (uris.length === 1 && id.kind === 'signing') return id.trustDomain;
  throw new Refusal('invalid-argument', 'the root certificate is not the one of a trust domain');
}
