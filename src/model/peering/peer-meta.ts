// SPDX-License-Identifier: Apache-2.0
// What a peer says about the mesh side of its services becomes names in our gateways and matchers in our
// sidecars, so it may only speak of its own trust domain: another one would let it take traffic that is
// meant for us, or for another peer.
import { isSameTrustDomain, parseSpiffeId } from '../ca/spiffe.ts';
import type { PeerMeta } from '../catalog/service.ts';
import { Refusal } from '../refusal.ts';

/** `<svc>.<ns>.<partition>.<peer>.external.<trust domain>` */
const PEERED_SNI = /^[^.]+(?:\.[^.]+){3,}\.external\.(?<trustDomain>[\w-]+(?:\.[\w-]+)+)$/;

/** The one trust domain that everything in `meta` belongs to; Refusal when there is none such. */
export function trustDomainOfPeerMeta(meta: PeerMeta): string {
  const domains = [...meta.SNI.map(domainOfSni), ...meta.SpiffeID.map(domainOfId)];
  const [first] = domains;
  if (first === undefined || meta.SNI.length === 0) throw refused('PeerMeta names no SNI');
  const other = domains.find((domain) => !isSameTrustDomain(domain, first));
  if (other === undefined) return first;
  throw refused(`PeerMeta speaks of two trust domains, "${first}" and "${other}"`);
}

function domainOfSni(sni: string): string {
  const trustDomain = PEERED_SNI.exec(sni)?.groups?.['trustDomain'];
  if (trustDomain === undefined) throw refused(`PeerMeta has an invalid SNI "${sni}"`);
  return trustDomain;
}

function domainOfId(id: string): string {
  const { kind, trustDomain } = parseSpiffeId(id);
  if (kind === 'service' || kind === 'mesh-gateway') return trustDomain;
  throw refused(`PeerMeta has a SPIFFE ID of an unexpected kind: ${id}`);
}

function refused(message: string): Refusal {
  return new Refusal('rpc-error', message);
}
