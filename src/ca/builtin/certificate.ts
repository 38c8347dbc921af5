// SPDX-License-Identifier: Apache-2.0
// Certificates as Consul's built-in CA writes them, byte for byte but for the signature. Fields and keys come in, PEM
// goes out; who may have a certificate, and for how long, is decided elsewhere.
import { createHash, type KeyObject, sign } from 'node:crypto';
import { encodePem } from '../../model/ca/pem.ts';
import {
  ascii,
  bitString,
  boolean,
  elementsOf,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  tagged,
  time,
} from './der.ts';
import { ipAddressBytes } from './ip-address.ts';

export interface CertificateFields {
  readonly serial: number;
  /** DER of the issuer's name. */
  readonly issuer: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** DER of the subject's name. */
  readonly subject: Uint8Array;
  /** DER of the subject's public key (SPKI). */
  readonly publicKey: Uint8Array;
  /** DER of each Extension, in the order in which they are to stand. */
  readonly extensions: readonly Uint8Array[];
}

export interface SubjectNames {
  readonly uri: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

const VERSION_3 = tagged(0xa0, integer(2n));
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const RSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.113549.1.1.11'), Buffer.from([5, 0]));
const COMMON_NAME = objectIdentifier('2.5.4.3');

/** The PEM of a certificate signed with an EC or RSA key. */
export function signCertificate(fields: CertificateFields, issuerKey: KeyObject): string {
  const algorithm = issuerKey.asymmetricKeyType === 'rsa' ? RSA_WITH_SHA256 : ECDSA_WITH_SHA256;
  const toSign = sequence(
    VERSION_3,
    integer(BigInt(fields.serial)),
    algorithm,
    fields.issuer,
    sequence(time(fields.notBeforeMs), time(fields.notAfterMs)),
    fields.subject,
    fields.publicKey,
    tagged(0xa3, sequence(...fields.extensions)),
  );
  const signature = bitString(sign('sha256', toSign, issuerKey));
  return encodePem('CERTIFICATE', sequence(toSign, algorithm, signature));
}

export const EMPTY_NAME = sequence();

export function commonName(name: string): Buffer {
  return sequence(set(sequence(COMMON_NAME, printableString(name))));
}

/** The DER of a certificate's subject, which is the issuer of what it signs. */
export function subjectOf(certificate: Uint8Array): Uint8Array {
  const [toBeSigned = EMPTY_NAME] = elementsOf(certificate);
  // version, serial, algorithm, issuer, validity, subject
  return elementsOf(toBeSigned)[5] ?? EMPTY_NAME;
}

/** How Consul names keys: SHA-256 of the SPKI, not the SHA-1 of the bare key that RFC 5280 suggests. */
export function keyIdOf(publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(publicKey).digest();
}

const DIGITAL_SIGNATURE = 0;
const KEY_ENCIPHERMENT = 2;
const DATA_ENCIPHERMENT = 3;
const KEY_AGREEMENT = 4;
const KEY_CERT_SIGN = 5;
const CRL_SIGN = 6;

const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';

/** Key usage and basic constraints of a root; no limit to the length of its paths. */
export const ROOT_EXTENSIONS: readonly Uint8Array[] = [
  extension(KEY_USAGE, true, namedBits(DIGITAL_SIGNATURE, KEY_CERT_SIGN, CRL_SIGN)),
  extension(BASIC_CONSTRAINTS, true, sequence(boolean(true))),
];

/** Key usage, extended key usage (client, then server) and basic constraints of a leaf. */
export const LEAF_EXTENSIONS: readonly Uint8Array[] = [
  extension(
    KEY_USAGE,
    true,
    namedBits(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, DATA_ENCIPHERMENT, KEY_AGREEMENT),
  ),
  extension(
    '2.5.29.37',
    false,
    sequence(objectIdentifier('1.3.6.1.5.5.7.3.2'), objectIdentifier('1.3.6.1.5.5.7.3.1')),
  ),
  extension(BASIC_CONSTRAINTS, true, sequence()),
];

export function subjectKeyId(keyId: Uint8Array): Buffer {
  return extension('2.5.29.14', false, octetString(keyId));
}

export function authorityKeyId(keyId: Uint8Array): Buffer {
  return extension('2.5.29.35', false, sequence(tagged(0x80, keyId)));
}

/** DNS names, IP addresses, then the URI; critical where the subject is empty. */
export function subjectAltName(names: SubjectNames, isCritical: boolean): Buffer {
  return extension(
    '2.5.29.17',
    isCritical,
    sequence(
      ...names.dnsNames.map((name) => tagged(0x82, ascii(name))),
      ...names.ipAddresses.map((address) => tagged(0x87, ipAddressBytes(address))),
      tagged(0x86, ascii(names.uri)),
    ),
  );
}

function extension(id: string, isCritical: boolean, value: Uint8Array): Buffer {
  const critical = isCritical ? [boolean(true)] : [];
  return sequence(objectIdentifier(id), ...critical, octetString(value));
}
