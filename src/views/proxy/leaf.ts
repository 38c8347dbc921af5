// SPDX-License-Identifier: Apache-2.0
import { Secret } from '../../model/secret.ts';
import { leafCerts } from '../../state/tables/leaf-certs.ts';
import { defineView } from '../engine/view.ts';

/** A workload's certificate and its key, which shows itself nowhere. */
export interface Leaf {
  /** SPIFFE id. */
  readonly uri: string;
  /** Leaf, then intermediates; PEM. */
  readonly certPem: string;
  /** PEM. */
  readonly key: Secret;
}

/** The leaf of a SPIFFE id; undefined until it has been issued. */
export const leaf = defineView<string, Leaf | undefined>({
  name: 'proxy/leaf',
  key: (uri) => uri,
  compute: (read, uri) => {
    const row = read.get(leafCerts, uri)?.value;
    return row && { uri, certPem: row.certPem, key: new Secret(row.keyPem) };
  },
  // A new key comes with a new certificate, and secrets don't show what they are.
  equal: (a, b) => a?.certPem === b?.certPem,
});
