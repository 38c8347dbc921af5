// SPDX-License-Identifier: Apache-2.0
import { formatSeconds, readCertificate } from './certificate.ts';
import { withTrailingNewline } from './pem.ts';

/** A root as /v1/connect/ca/roots shows it, in that order of keys. All roots are trusted, only the active one issues. */
export interface CaRoot {
  readonly ID: string;
  readonly Name: string;
  readonly SerialNumber: number;
  readonly SigningKeyID: string;
  /** UUID of the cluster whose trust domain the root was made for. */
  readonly ExternalTrustDomain: string;
  readonly NotBefore: string;
  readonly NotAfter: string;
  readonly RootCert: string;
  readonly IntermediateCerts: readonly string[] | null;
  readonly Active: boolean;
  readonly PrivateKeyType: 'ec' | 'rsa';
  readonly PrivateKeyBits: number;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/** What is known of a root besides its certificate. */
export interface CaRootOrigin {
  readonly clusterId: string;
  readonly isActive: boolean;
  readonly intermediatePems?: readonly string[];
  /** `Consul CA Primary Cert` unless another provider made it. */
  readonly name?: string;
  readonly createIndex: number;
  readonly modifyIndex: number;
}

/** The shown form of a root whose own key signs leaves; Refusal when `pem` holds no certificate. */
export function caRootOf(pem: string, origin: CaRootOrigin): CaRoot {
  const facts = readCertificate(pem);
  const intermediates = origin.intermediatePems ?? [];
  return {
    ID: facts.fingerprint,
    Name: origin.name ?? 'Consul CA Primary Cert',
    SerialNumber: Number(facts.serial),
    SigningKeyID: facts.keyId,
    ExternalTrustDomain: origin.clusterId,
    NotBefore: formatSeconds(facts.notBeforeMs),
    NotAfter: formatSeconds(facts.notAfterMs),
    RootCert: withTrailingNewline(pem),
    IntermediateCerts: intermediates.length > 0 ? intermediates : null,
    Active: origin.isActive,
    PrivateKeyType: facts.keyType,
    PrivateKeyBits: facts.keyBits,
    CreateIndex: origin.createIndex,
    ModifyIndex: origin.modifyIndex,
  };
}
