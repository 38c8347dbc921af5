// SPDX-License-Identifier: Apache-2.0

/** One root of this cluster's CA. All roots are trusted, only the active one issues. */
export interface CaRootRow {
  /** Fingerprint of the root certificate, as /v1/connect/ca/roots shows it. */
  readonly ID: string;
  readonly Active: boolean;
  readonly RootCert: string;
  readonly IntermediateCerts: readonly string[];
}

/** The signing key of a root. Never shown, never logged. */
export interface CaKeyRow {
  readonly rootId: string;
  /** PEM, `EC PRIVATE KEY` or `RSA PRIVATE KEY`. */
  readonly privateKeyPem: string;
  /** Whether an operator brought it. */
  readonly isBrought?: true;
}

/** What exists once per cluster. `id` is the UUID of the trust domain `<id>.consul`. */
export interface ClusterRow {
  readonly id: string;
  /** Serial numbers below this have been given out. */
  readonly nextSerial: number;
}

export const trustDomainOf = (cluster: ClusterRow): string => `${cluster.id}.consul`.toLowerCase();
