// SPDX-License-Identifier: Apache-2.0
// Certificate signing requests: PEM from somebody in, the names that may stand in a leaf out. A request is hostile until
// its signature has been checked and every name in it accepted here; that its sender may act for the identity is for the
// edge to decide, with the identity that comes out. Nothing else of a request ever reaches a certificate.
import { createPublicKey } from 'node:crypto';
import { decodePem } from '../model/ca/pem.ts';
import { peeringServerName } from '../model/ca/sni.ts';
import { isSameTrustDomain, parseSpiffeId, type WorkloadId } from '../model/ca/spiffe.ts';
import { Refusal } from '../model/refusal.ts';
import type { CsrSubject, LeafNames } from './provider.ts';

export interface AcceptedCsr {
  readonly names: LeafNames;
  readonly subject: CsrSubject;
}

/** For which cluster requests are accepted. */
export interface CsrScope {
  readonly datacenter: string;
  readonly trustDomain: string;
}

const MAX_CSR_BYTES = 64 * 1_024;
const MIN_RSA_BITS = 2_048;

/** What the request asks for, if a leaf of this cluster may say so; rejects with a Refusal in Consul's words. */
export async function acceptCsr(pem: string, scope: CsrScope): Promise<AcceptedCsr> {
  const request = await readCsr(pem);
  const { uris, emails, dnsNames, ipAddresses } = request;
  const [uri] = uris;
  if (uri === undefined || uris.length !== 1) {
    throw refused(`CSR SAN contains an invalid number of URIs: ${uris.length}`);
  }
  if (emails.length > 0) throw refused('CSR SAN does not allow specifying email addresses');
  const id = acceptId(uri, scope);
  // Peers know our servers by this name alone; a workload must not be able to pose as one.
  const reserved = peeringServerName('', scope.trustDomain).slice('server.'.length);
  if (id.kind !== 'server' && dnsNames.some((name) => name.toLowerCase().endsWith(reserved))) {
    throw refused('CSR SAN does not allow the server name for peering');
  }
  const publicKey = createPublicKey({ key: request.spki, type: 'spki', format: 'der' });
  const { modulusLength = MIN_RSA_BITS } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_RSA_BITS)
    throw refused(`the RSA key of a CSR must have at least ${MIN_RSA_BITS} bits`);
  return { names: { id, dnsNames, ipAddresses }, subject: { csrPem: pem, publicKey } };
}

function acceptId(uri: string, scope: CsrScope): WorkloadId {
  const id = parseSpiffeId(uri);
  if (id.kind === 'signing') {
    throw refused('SPIFFE ID in CSR must be a service, mesh-gateway, or agent ID');
  }
  // Agents ask before they know the trust domain, and from wherever they are: theirs is put right instead.
  if (id.kind === 'agent') return { ...id, trustDomain: scope.trustDomain };
  if (id.datacenter !== scope.datacenter) {
    throw refused(
      `SPIFFE ID in CSR from a different datacenter: ${id.datacenter}, we are ${scope.datacenter}`,
    );
  }
  if (!isSameTrustDomain(id.trustDomain, scope.trustDomain)) {
    throw refused(
      `SPIFFE ID in CSR from a different trust domain: ${id.trustDomain}, we are ${scope.trustDomain}`,
    );
  }
  return id;
}

interface CsrContent {
  readonly uris: readonly string[];
  readonly emails: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** DER */
  readonly spki: Buffer;
}

async function readCsr(pem: string): Promise<CsrContent> {
  if (pem.length > MAX_CSR_BYTES) throw refused(`CSR is longer than ${MAX_CSR_BYTES} bytes`);
  const block = decodePem(pem)[0];
  if (block === undefined) throw refused('no PEM-encoded data found');
  if (block.type !== 'CERTIFICATE REQUEST')
    throw refused('first PEM-block should be CERTIFICATE REQUEST type');
  // Loaded when a request comes: servers that sign for their own proxies never need it.
  await import('reflect-metadata');
  const { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } =
    await import('@peculiar/x509');
  let content: CsrContent;
  let isProven: boolean;
  try {
    const csr = new Pkcs10CertificateRequest(block.bytes);
    const names = Array.from(csr.extensions)
      .filter((extension) => extension instanceof SubjectAlternativeNameExtension)
      .flatMap((extension) => extension.names.items);
    const ofType = (type: string): string[] =>
      names.filter((name) => name.type === type).map((name) => name.value);
    content = {
      uris: ofType('url'),
      emails: ofType('email'),
      dnsNames: ofType('dns'),
      ipAddresses: ofType('ip'),
      spki: Buffer.from(csr.publicKey.rawData),
    };
    isProven = await csr.verify();
  } catch (cause) {
    throw new Refusal('invalid-argument', 'x509: malformed certificate request', { cause });
  }
  if (!isProven) throw refused('CSR signature is invalid');
  return content;
}

function refused(message: string): Refusal {
  return new Refusal('invalid-argument', message);
}
