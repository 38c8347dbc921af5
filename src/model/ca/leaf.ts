// SPDX-License-Identifier: Apache-2.0
import type { Secret } from '../secret.ts';
import { formatSeconds, formatSerial } from './certificate.ts';
import { formatSpiffeId, type WorkloadId } from './spiffe.ts';

/** A leaf with its private key; prints without the key. */
export interface Leaf {
  readonly id: WorkloadId;
  readonly serial: bigint;
  /** PEM of the leaf, then of the intermediates that lead to the root. */
  readonly certPem: string;
  /** PEM, `EC PRIVATE KEY`. */
  readonly privateKeyPem: Secret;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** Fingerprint of the root that signed it. */
  readonly rootId: string;
}

/**
 * A leaf as /v1/agent/connect/ca/leaf/:service shows it, in that order of keys. The private key is in it, in the clear:
 * it goes to the owner of the leaf and nowhere else.
 */
export interface IssuedCert {
  readonly SerialNumber: string;
  readonly CertPEM: string;
  readonly PrivateKeyPEM: string;
  readonly Service?: string;
  readonly ServiceURI?: string;
  readonly Agent?: string;
  readonly AgentURI?: string;
  readonly ServerURI?: string;
  readonly Kind?: 'mesh-gateway';
  readonly KindURI?: string;
  readonly ValidAfter: string;
  readonly ValidBefore: string;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/** The shown form of a leaf, with its key. */
export function issuedCertOf(
  leaf: Leaf,
  indexes: { readonly createIndex: number; readonly modifyIndex: number },
): IssuedCert {
  return {
    SerialNumber: formatSerial(leaf.serial),
    CertPEM: leaf.certPem,
    PrivateKeyPEM: leaf.privateKeyPem.reveal(),
    ...owner(leaf.id),
    ValidAfter: formatSeconds(leaf.notBeforeMs),
    ValidBefore: formatSeconds(leaf.notAfterMs),
    CreateIndex: indexes.createIndex,
    ModifyIndex: indexes.modifyIndex,
  };
}

function owner(id: WorkloadId): Partial<IssuedCert> {
  const uri = formatSpiffeId(id);
  switch (id.kind) {
    case 'service':
      return { Service: id.service, ServiceURI: uri };
    case 'agent':
      return { Agent: id.agent, AgentURI: uri };
    case 'server':
      return { ServerURI: uri };
    case 'mesh-gateway':
      return { Kind: 'mesh-gateway', KindURI: uri };
  }
}
