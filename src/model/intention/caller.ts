// SPDX-License-Identifier: Apache-2.0
// Who calls, as a certificate proves it. In: parts of a SPIFFE id. Out: the texts that match such ids. A bare service
// name is never an identity: two clusters, or two partitions, may each have a service of that name.
import { escapeSegment } from '../ca/spiffe.ts';
import { DEFAULT_NAME } from '../tenancy.ts';

export const ANY = '*';

/** A service, or every service, of one trust domain, partition and namespace; in any of its datacenters. */
export interface Caller {
  readonly trustDomain: string;
  readonly partition: string;
  readonly namespace: string;
  /** A name, or '*'. */
  readonly service: string;
  /** Local name of the peering through which the caller comes; '' for this cluster. */
  readonly peer: string;
}

/** Whether every identity that `narrow` stands for is one of `wide`. Through which peering it comes proves nothing. */
export function isCoveredBy(narrow: Caller, wide: Caller): boolean {
  return (
    narrow.trustDomain === wide.trustDomain &&
    narrow.partition === wide.partition &&
    narrow.namespace === wide.namespace &&
    (wide.service === ANY || wide.service === narrow.service)
  );
}

/** What no text around an id can contain: where an id is looked for inside a header, its parts stop at these. */
type Stop = '/' | '/;,"';

/**
 * RE2 for the ids of a caller, without anchors: `spiffe://<TD>[/ap/<ap>]/ns/<ns>/dc/[^/]+/svc/<name>`.
 * `stop` are the letters that an open part may not contain.
 */
export function callerPattern(caller: Caller, stop: Stop = '/'): string {
  const open = `[^${stop}]+`;
  const service = caller.service === ANY ? open : quoted(caller.service);
  return (
    `spiffe://${quote(caller.trustDomain)}${partitionPattern(caller.partition)}` +
    `/ns/${quoted(caller.namespace)}/dc/${open}/svc/${service}`
  );
}

/** RE2 for the ids of the mesh gateways of a trust domain and partition, without anchors. */
export function gatewayPattern(trustDomain: string, partition: string): string {
  return `spiffe://${quote(trustDomain)}${partitionPattern(partition)}/gateway/mesh/dc/[^/]+`;
}

/** RE2 for everything in a trust domain, up to and including the slash after it. */
export function trustDomainPattern(trustDomain: string): string {
  return `spiffe://${quote(trustDomain)}/`;
}

function partitionPattern(partition: string): string {
  const folded = partition.toLowerCase();
  return folded === '' || folded === DEFAULT_NAME ? '' : `/ap/${quoted(folded)}`;
}

function quoted(name: string): string {
  return quote(escapeSegment(name));
}

function quote(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
}
