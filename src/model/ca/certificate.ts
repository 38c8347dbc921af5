// SPDX-License-Identifier: Apache-2.0
// What this project reads from certificates: the first one of a PEM text in, plain values out.
import { createHash, X509Certificate } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import { decodePem } from './pem.ts';

export interface CertificateFacts {
  /** SHA-1 of the DER, as colon-separated hex: how Consul tells roots apart. */
  readonly fingerprint: string;
  readonly serial: bigint;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SHA-256 of the public key (SPKI), as colon-separated hex: how Consul names keys. */
  readonly keyId: string;
  readonly keyType: 'ec' | 'rsa';
  readonly keyBits: number;
  /** URIs among the subject's alternative names. */
  readonly uris: readonly string[];
}

/** The facts of the first certificate in `pem`; Refusal with Go's texts when there is none. */
export function readCertificate(pem: string): CertificateFacts {
  const certificate = parseCertificate(pem);
  const { publicKey } = certificate;
  const keyType = publicKey.asymmetricKeyType;
  if (keyType !== 'ec' && keyType !== 'rsa') throw refused('unsupported key type');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    fingerprint: hexWithColons(createHash('sha1').update(certificate.raw).digest()),
    serial: BigInt(`0x${certificate.serialNumber}`),
    notBeforeMs: certificate.validFromDate.getTime(),
    notAfterMs: certificate.validToDate.getTime(),
    keyId: hexWithColons(createHash('sha256').update(spki).digest()),
    keyType,
    keyBits:
      keyType === 'ec'
        ? curveBits(publicKey.asymmetricKeyDetails?.namedCurve)
        : modulusBits(certificate),
    uris: urisOf(certificate.subjectAltName),
  };
}

/** The first certificate in `pem`; whatever follows it in the same text is not looked at. */
export function parseCertificate(pem: string): X509Certificate {
  const block = decodePem(pem)[0];
  if (block === undefined) throw refused('no PEM-encoded data found');
  if (block.type !== 'CERTIFICATE') throw refused('first PEM-block should be CERTIFICATE type');
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block.bytes);
  } catch (cause) {
    throw new Refusal('invalid-argument', 'x509: malformed certificate', { cause });
  }
  // The parser passes over what follows a certificate, and over another PEM wrapper inside; neither belongs there.
  if (certificate.raw.length !== block.bytes.length) throw refused('x509: trailing data');
  return certificate;
}

/** `aa:bb:cc` */
export function hexWithColons(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** A serial number as Consul shows it: its bytes without leading zeros, as colon-separated hex. */
export function formatSerial(serial: bigint): string {
  const hex = serial.toString(16);
  return hexWithColons(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

/** Whole seconds as Go prints them in JSON: `2026-11-20T11:35:29Z`. */
export function formatSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

const CURVE_BITS: Readonly<Record<string, number>> = {
  secp224r1: 224,
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

function curveBits(curve: string | undefined): number {
  const bits = CURVE_BITS[curve ?? ''];
  if (bits === undefined) throw refused('unsupported key type');
  return bits;
}

function modulusBits(certificate: X509Certificate): number {
  return certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
}

/** Node writes the names as `DNS:a, URI:b`, and a name that has a comma or a quote in it as a JSON string. */
function urisOf(subjectAltName: string | undefined): string[] {
  const names = (subjectAltName ?? '').matchAll(/(?:^|, )([^:,]+):("(?:\\.|[^"\\])*"|[^,]*)/g);
  return Array.from(names)
    .filter(([, type]) => type === 'URI')
    .map(([, , name = '']) => (name.startsWith('"') ? (JSON.parse(name) as string) : name));
}

function refused(message: string): Refusal {
  return new Refusal('invalid-argument', message);
}
