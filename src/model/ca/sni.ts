// SPDX-License-Identifier: Apache-2.0
// The names that TLS and Envoy route by: SNI, cluster names, upstream ids. Names in, text out, nothing else. Both ends
// of a peering and every proxy must arrive at the same text, so each format stands here once and is written nowhere
// else. An importer never computes the SNI of a peered service: it uses the one that arrived.
import { DEFAULT_NAME } from '../tenancy.ts';

export interface ServiceTarget {
  readonly service: string;
  readonly subset?: string;
  readonly namespace?: string;
  readonly partition?: string;
  readonly datacenter: string;
}

export interface PeeredTarget {
  readonly service: string;
  readonly namespace?: string;
  readonly partition?: string;
  /** What the *exporter* calls the importer. */
  readonly peer: string;
}

/** A service of this trust domain: `[<subset>.]<svc>.<ns>.[<partition>.]<dc>.internal[-v1].<TD>`. */
export function serviceSni(target: ServiceTarget, trustDomain: string): string {
  const name = `${target.service}.${target.namespace || DEFAULT_NAME}.${gatewaySni(target.datacenter, target.partition ?? '', trustDomain)}`;
  return target.subset ? `${target.subset}.${name}` : name;
}

/** The gateways of a datacenter and partition: `[<partition>.]<dc>.internal[-v1].<TD>`. */
export function gatewaySni(datacenter: string, partition: string, trustDomain: string): string {
  if (partition === '' || partition === DEFAULT_NAME)
    return `${datacenter}.internal.${trustDomain}`;
  return `${partition}.${datacenter}.internal-v1.${trustDomain}`;
}

/** Everything behind the gateways of a remote datacenter. */
export function gatewayWildcardSni(
  datacenter: string,
  partition: string,
  trustDomain: string,
): string {
  return `*.${gatewaySni(datacenter, partition, trustDomain)}`;
}

/** What an importer dials and an exporter's gateway matches; `trustDomain` is the exporter's. */
export function peeredServiceSni(target: PeeredTarget, trustDomain: string): string {
  const { service, namespace, partition, peer } = target;
  return `${service}.${namespace || DEFAULT_NAME}.${partition || DEFAULT_NAME}.${peer}.external.${trustDomain}`;
}

/** The cluster of a peered upstream in an importer's sidecar; `peer` is what the *importer* calls the exporter. */
export function peeredUpstreamClusterName(
  upstream: { readonly service: string; readonly namespace?: string; readonly peer: string },
  trustDomain: string,
): string {
  return `${upstream.service}.${upstream.namespace || DEFAULT_NAME}.${upstream.peer}.external.${trustDomain}`;
}

export function preparedQuerySni(query: string, datacenter: string, trustDomain: string): string {
  return `${query}.default.${datacenter}.query.${trustDomain}`;
}

/** An external host behind a terminating gateway. */
export function destinationClusterName(
  address: string,
  target: ServiceTarget,
  trustDomain: string,
): string {
  const host = address.replaceAll(/[.:]/g, '-');
  return `destination.${serviceSni({ ...target, service: `${host}.${target.service}` }, trustDomain)}`;
}

/** The servers of a cluster as peers reach them: SNI, DNS SAN of the server leaf, name in tokens, cluster name. */
export function peeringServerName(datacenter: string, trustDomain: string): string {
  return `server.${datacenter}.peering.${trustDomain}`;
}

const PEERING_SERVER = /^server\.[a-z0-9_-]+\.peering\.[a-z0-9-]+\.[a-z0-9-]+$/i;
const MAX_SNI_LENGTH = 255;

/** Whether a name that a peer gave can be one of those, and so none of anything else that connections ask for. */
export const isPeeringServerName = (name: string): boolean =>
  name.length <= MAX_SNI_LENGTH && PEERING_SERVER.test(name);

/** Any server of a federated datacenter, or the one on `node`; `domain` is the DNS domain. */
export function federatedServerName(datacenter: string, domain: string, node?: string): string {
  const any = `server.${datacenter}.${domain}`;
  return node === undefined ? any : `${node}.${any}`;
}

/** `hash` is the customization hash of a chain, 8 hex digits, or '' for a chain without customization. */
export function customizedClusterName(hash: string, name: string): string {
  return hash === '' ? name : `${hash}~${name}`;
}

/** Member `index` of an aggregate cluster; 0 is the primary. Outermost of all prefixes. */
export function failoverTargetClusterName(index: number, name: string): string {
  return `failover-target~${index}~${name}`;
}

/** An exported chain's target in the exporter's gateway. */
export function exportedClusterName(name: string): string {
  return `exported~${name}`;
}

/** A direct dial in transparent mode. */
export function passthroughClusterName(name: string): string {
  return `passthrough~${name}`;
}

export interface UpstreamName {
  readonly name: string;
  /** Only prepared queries carry their type in the text. */
  readonly type?: 'service' | 'prepared_query';
  readonly datacenter?: string;
  /** What the importer calls the exporter; wins over the datacenter. */
  readonly peer?: string;
}

/** The name of an upstream's listener, route config and virtual host: `[<type>:]<name>[?dc=<dc>|?peer=<peer>]`. */
export function upstreamEnvoyId(upstream: UpstreamName): string {
  const where = upstream.peer
    ? `?peer=${upstream.peer}`
    : upstream.datacenter
      ? `?dc=${upstream.datacenter}`
      : '';
  const type = upstream.type === 'prepared_query' ? 'prepared_query:' : '';
  return `${type}${upstream.name}${where}`;
}
