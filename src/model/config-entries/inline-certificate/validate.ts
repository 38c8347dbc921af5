// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { InlineCertificate } from './schema.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/;
const MIN_RSA_BITS = 2_048;

export function validateInlineCertificate(entry: InlineCertificate): void {
  refuseProblems(metaProblems(entry));
  const [keyBlock, keyType] = BLOCK.exec(entry.PrivateKey) ?? [];
  if (keyBlock === undefined) throw refused('failed to parse private key PEM');
  const key = parsed(() => createPrivateKey(keyBlock), 'tls: failed to parse private key');
  // Consul looks at the older form alone.
  if (keyType === 'RSA PRIVATE KEY' && bitsOf(key) < MIN_RSA_BITS) {
    throw refused('key length must be at least 2048 bits');
  }
  const [certificateBlock] = BLOCK.exec(entry.Certificate) ?? [];
  if (certificateBlock === undefined) throw refused('failed to parse certificate PEM');
  const failed = 'failed to parse certificate: x509: malformed certificate';
  const certificate = parsed(() => new X509Certificate(certificateBlock), failed);
  if (!certificate.checkPrivateKey(key)) {
    throw refused('tls: private key does not match public key');
  }
  if (entry.Name === '') throw refused('serviceName is required');
}

function bitsOf(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

/** The library's own words may hold parts of a key. */
function parsed<T>(parse: () => T, failed: string): T {
  try {
    return parse();
  } catch {
    throw refused(failed);
  }
}
