// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import { readCertificate } from '../model/ca/certificate.ts';
import type { Leaf } from '../model/ca/leaf.ts';
import { Secret } from '../model/secret.ts';
import type { LeafNames, LeafSigner } from './provider.ts';

export interface LeafTerms {
  readonly serial: number;
  /** Default: 72 hours. */
  readonly ttlMs?: number;
}

/** A leaf with a new EC P-256 key, signed by `signer`. */
export async function issueLeaf(
  signer: LeafSigner,
  names: LeafNames,
  terms: LeafTerms,
): Promise<Leaf> {
  const subject = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certPem = await signer.sign({ names, subject, ...terms });
  const { serial, notBeforeMs, notAfterMs } = readCertificate(certPem);
  return {
    id: names.id,
    serial,
    certPem,
    privateKeyPem: new Secret(
      subject.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    ),
    notBeforeMs,
    notAfterMs,
    rootId: signer.rootId,
  };
}
