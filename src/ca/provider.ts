// SPDX-License-Identifier: Apache-2.0
// What a signing provider is: something that makes the root of a trust domain and signs leaves with it. The built-in one
// keeps its key in the cluster's own state; others may keep it where nobody can read it. A provider decides the shape of
// certificates, never who gets one. All of them pass one contract suite (test/contract/ca).
import type { KeyObject } from 'node:crypto';
import type { WorkloadId } from '../model/ca/spiffe.ts';
import type { KeyKind } from '../model/ca/ca-config.ts';
import type { Secret } from '../model/secret.ts';

export interface SigningProvider {
  /** Consul's name for it, as in the CA configuration. */
  readonly kind: string;
  /** A new self-signed root. Stores nothing. */
  generateRoot(request: RootRequest): Promise<SigningRoot>;
  /** The means to sign with a root that was generated earlier; rejects when certificate and key don't belong together. */
  openSigner(root: SigningRoot, intermediatePems?: readonly string[]): Promise<LeafSigner>;
  /** PEM of another root's key signed with this root: it leads those who know only this one to the other, for a week. */
  crossSign(root: SigningRoot, otherCertPem: string, serial: number): Promise<string>;
}

export interface RootRequest {
  /** UUID of the cluster, from which the trust domain follows. */
  readonly clusterId: string;
  readonly serial: number;
  /** Default: ten years of 365 days. */
  readonly ttlMs?: number;
  /** The key to make; default EC with 256 bits. */
  readonly keyKind?: KeyKind;
  /** A key that is there already, PEM, instead of a new one. */
  readonly privateKeyPem?: Secret;
}

export interface SigningRoot {
  readonly certPem: string;
  /** PEM, `EC PRIVATE KEY` or `RSA PRIVATE KEY`. */
  readonly privateKeyPem: Secret;
}

export interface LeafSigner {
  /** SHA-1 fingerprint of the root, as roots are known by. */
  readonly rootId: string;
  readonly trustDomain: string;
  /** PEM of the leaf, then of the intermediates that lead to the root; rejects with a Refusal when the root has expired. */
  sign(request: LeafRequest): Promise<string>;
}

/** Whom a leaf is for, and the names besides the SPIFFE id under which it can be met. */
export interface LeafNames {
  readonly id: WorkloadId;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

export interface LeafRequest {
  readonly names: LeafNames;
  readonly subject: CsrSubject | KeySubject;
  readonly serial: number;
  /** Default: 72 hours. */
  readonly ttlMs?: number;
}

/** Somebody else's key: the names that were accepted from the request count, not those that stand in it. */
export interface CsrSubject {
  readonly csrPem: string;
  readonly publicKey: KeyObject;
}

/** A key that was made here. */
export interface KeySubject {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const HOUR_MS = 3_600_000;

export const DEFAULT_ROOT_TTL_MS = 87_600 * HOUR_MS;
export const DEFAULT_LEAF_TTL_MS = 72 * HOUR_MS;
