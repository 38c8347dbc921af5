// SPDX-License-Identifier: Apache-2.0
// SPIFFE ids: who a certificate speaks for. Text comes in from certificates, CSRs and peers, and is hostile until it has
// been parsed here; ids go out as the URI SAN of leaves and roots and into Envoy's matchers. Nothing here decides what
// an id may do. Written forms are Consul's, so that either side of a peering recognises the other's.
import { Refusal } from '../refusal.ts';
import { DEFAULT_NAME } from '../tenancy.ts';

/** A workload, or the gateway or proxy that acts for it. */
export interface ServiceId {
  readonly kind: 'service';
  readonly trustDomain: string;
  readonly partition: string;
  readonly namespace: string;
  readonly datacenter: string;
  readonly service: string;
}

/** Every mesh gateway of a datacenter and partition; gateways are not told apart by name. */
export interface MeshGatewayId {
  readonly kind: 'mesh-gateway';
  readonly trustDomain: string;
  readonly partition: string;
  readonly datacenter: string;
}

/** A client agent; `agent` is its node name or id. */
export interface AgentId {
  readonly kind: 'agent';
  readonly trustDomain: string;
  readonly partition: string;
  readonly datacenter: string;
  readonly agent: string;
}

/** Every server of a datacenter. */
export interface ServerId {
  readonly kind: 'server';
  readonly trustDomain: string;
  readonly datacenter: string;
}

/** The CA of a trust domain: the URI of its roots. */
export interface SigningId {
  readonly kind: 'signing';
  readonly trustDomain: string;
}

/** What a leaf can be issued for. */
export type WorkloadId = ServiceId | MeshGatewayId | AgentId | ServerId;
export type SpiffeId = WorkloadId | SigningId;

/** The SPIFFE standard's own limit; longer ids are refused before they are looked at. */
const MAX_ID_BYTES = 2_048;

const SCHEME = 'spiffe://';
const PARTITION = '(?:/ap/(?<partition>[^/]+))?';
const PATHS = {
  service: new RegExp(
    `^${PARTITION}/ns/(?<namespace>[^/]+)/dc/(?<datacenter>[^/]+)/svc/(?<service>[^/]+)$`,
  ),
  agent: new RegExp(`^${PARTITION}/agent/client/dc/(?<datacenter>[^/]+)/id/(?<agent>[^/]+)$`),
  'mesh-gateway': new RegExp(`^${PARTITION}/gateway/mesh/dc/(?<datacenter>[^/]+)$`),
  server: /^\/agent\/server\/dc\/(?<datacenter>[^/]+)$/,
} as const satisfies Record<WorkloadId['kind'], RegExp>;

/** The trust domain of a cluster: `<cluster UUID>.consul`, whatever DNS domain is configured. */
export function trustDomainOfCluster(clusterId: string): string {
  return `${clusterId}.consul`.toLowerCase();
}

/** Trust domains are compared without regard to ASCII case. */
export function isSameTrustDomain(a: string, b: string): boolean {
  return foldAscii(a) === foldAscii(b);
}

/** The URI text of an id; names are escaped segment by segment, so no name can pose as a longer path. */
export function formatSpiffeId(id: SpiffeId): string {
  return `${SCHEME}${id.trustDomain}${pathOf(id)}`;
}

/** The id that `text` is; a missing partition is `default`. Refusal with Consul's text when it is none. */
export function parseSpiffeId(text: string): SpiffeId {
  if (!text.startsWith(SCHEME)) throw invalid("SPIFFE ID must have 'spiffe' scheme");
  if (Buffer.byteLength(text) > MAX_ID_BYTES)
    throw invalid(`SPIFFE ID is longer than ${MAX_ID_BYTES} bytes`);
  const rest = text.slice(SCHEME.length);
  const slash = rest.indexOf('/');
  const trustDomain = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? '' : rest.slice(slash);
  // Users, ports, queries and fragments have no meaning in an id, nor has what a URI must escape; a text that carries
  // any of them is not what it looks like.
  if (!/^[\w.-]+$/.test(trustDomain) || /[^\x21-\x7e]|[?#]/.test(path))
    throw unexpectedFormat(text);
  if (path === '') return parseSigningId(trustDomain, text);
  for (const kind of ['service', 'agent', 'mesh-gateway', 'server'] as const) {
    const segments = PATHS[kind].exec(path)?.groups;
    if (segments !== undefined) return workloadId(kind, trustDomain, segments, text);
  }
  throw unexpectedFormat(text);
}

function parseSigningId(trustDomain: string, text: string): SigningId {
  if (trustDomain.indexOf('.') <= 0) throw unexpectedFormat(text);
  return { kind: 'signing', trustDomain };
}

function workloadId(
  kind: WorkloadId['kind'],
  trustDomain: string,
  segments: Readonly<Record<string, string | undefined>>,
  text: string,
): WorkloadId {
  const read = (name: string): string => unescapeSegment(segments[name] ?? '', text);
  const datacenter = read('datacenter');
  if (kind === 'server') return { kind, trustDomain, datacenter };
  const partition = read('partition') || DEFAULT_NAME;
  if (kind === 'mesh-gateway') return { kind, trustDomain, partition, datacenter };
  if (kind === 'agent') return { kind, trustDomain, partition, datacenter, agent: read('agent') };
  return {
    kind,
    trustDomain,
    partition,
    namespace: read('namespace'),
    datacenter,
    service: read('service'),
  };
}

function pathOf(id: SpiffeId): string {
  switch (id.kind) {
    case 'signing':
      return '';
    case 'server':
      return `/agent/server/dc/${escapeSegment(id.datacenter)}`;
    case 'agent':
      return `${partitionPath(id.partition)}/agent/client/dc/${escapeSegment(id.datacenter)}/id/${escapeSegment(id.agent)}`;
    case 'mesh-gateway':
      return `${partitionPath(id.partition)}/gateway/mesh/dc/${escapeSegment(id.datacenter)}`;
    case 'service':
      return (
        `${partitionPath(id.partition)}/ns/${escapeSegment(id.namespace || DEFAULT_NAME)}` +
        `/dc/${escapeSegment(id.datacenter)}/svc/${escapeSegment(id.service)}`
      );
  }
}

function partitionPath(partition: string): string {
  const folded = partition.toLowerCase();
  return folded === '' || folded === DEFAULT_NAME ? '' : `/ap/${escapeSegment(folded)}`;
}

/** As Go escapes paths, so that both write the same text, and `/` as well. */
export function escapeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed())
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function unescapeSegment(segment: string, text: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw unexpectedFormat(text);
  }
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (char) => char.toLowerCase());
}

function unexpectedFormat(text: string): Refusal {
  return invalid(`SPIFFE ID is not in the expected format: ${text}`);
}

function invalid(message: string): Refusal {
  return new Refusal('invalid-argument', message);
}
