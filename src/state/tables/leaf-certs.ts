// SPDX-License-Identifier: Apache-2.0
import { defineTable } from '../table.ts';

/** A workload certificate with its key. Local lane: never leaves the process, may feed only views/proxy. */
export interface LeafCertRow {
  /** SPIFFE id, the one URI SAN. */
  readonly uri: string;
  /** Leaf, then intermediates; PEM. */
  readonly certPem: string;
  /** PEM, `EC PRIVATE KEY`. */
  readonly keyPem: string;
}

/** Leaves by SPIFFE id. */
export const leafCerts = defineTable<LeafCertRow>()({
  name: 'leaf-certs',
  isOfThisServer: true,
  key: (row) => row.uri,
  indexes: {},
});
