// SPDX-License-Identifier: Apache-2.0
// Real certificates for a scenario, of the kind that a cluster issues. In: the clusters that take part. Out: a lookup
// that hands out one root per trust domain and one leaf per SPIFFE id.
import { randomBytes } from 'node:crypto';
import { createBuiltinProvider } from '../src/ca/builtin/provider.ts';
import { issueLeaf } from '../src/ca/issue-leaf.ts';
import type { LeafSigner, SigningRoot } from '../src/ca/provider.ts';
import { parseSpiffeId, type WorkloadId } from '../src/model/ca/spiffe.ts';
import type { Certificates, Scenario } from './mesh-scenario.ts';

export interface LeafPems {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface IssuedCertificates extends Certificates {
  /** With its key, for tests that sign what no cluster would. */
  readonly signingRoot: (trustDomain: string) => SigningRoot;
  /** Another leaf for the same id, with another key. */
  readonly renewed: (uri: string) => Promise<LeafPems>;
}

export async function issueCertificates(
  scenarios: readonly Scenario[],
): Promise<IssuedCertificates> {
  const provider = createBuiltinProvider({ now: Date.now, randomBytes });
  const roots = new Map<string, SigningRoot>();
  const signers = new Map<string, LeafSigner>();
  const leaves = new Map<string, LeafPems>();
  let serial = 1;
  for (const scenario of scenarios) {
    const trustDomain = `${scenario.cluster}.consul`;
    const root = await provider.generateRoot({ clusterId: scenario.cluster, serial: serial++ });
    const signer = await provider.openSigner(root);
    roots.set(trustDomain, root);
    signers.set(trustDomain, signer);
    for (const path of scenario.leaves) {
      const uri = `spiffe://${trustDomain}${path}`;
      leaves.set(uri, await leafOf(signer, uri, serial++));
    }
  }
  return {
    renewed: (uri) => leafOf(known(signers, parseSpiffeId(uri).trustDomain), uri, serial++),
    signingRoot: (trustDomain) => known(roots, trustDomain),
    root: (owner) => known(roots, owner).certPem,
    leaf: (uri) => known(leaves, uri),
  };
}

async function leafOf(signer: LeafSigner, uri: string, serial: number): Promise<LeafPems> {
  const id = parseSpiffeId(uri) as WorkloadId;
  const { certPem, privateKeyPem } = await issueLeaf(signer, { id }, { serial });
  return { certPem, keyPem: privateKeyPem.reveal() };
}

function known<V>(found: ReadonlyMap<string, V>, name: string): V {
  const value = found.get(name);
  if (value === undefined) throw new Error(`no certificate was issued for ${name}`);
  return value;
}
