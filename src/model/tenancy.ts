// SPDX-License-Identifier: Apache-2.0
// Where a row belongs. Every row key carries partition, namespace and peer, so that tenancy is a
// property of the keyspace and never a second code path.

/** The owner of a row. `peer` is '' for local rows and the local name of the peering for imported ones. */
export interface Tenancy {
  readonly partition: string;
  readonly namespace: string;
  readonly peer: string;
}

export const DEFAULT_NAME = 'default';

/** Rows of this cluster, in the default partition and namespace. */
export const localTenancy: Tenancy = { partition: DEFAULT_NAME, namespace: DEFAULT_NAME, peer: '' };

/** Rows that were imported through the peering that this cluster calls `peer`. */
export function peerTenancy(peer: string): Tenancy {
  return { partition: DEFAULT_NAME, namespace: DEFAULT_NAME, peer };
}

/**
 * A row key: partition/namespace/peer/part/part…, names folded to lower case as Consul's indexes do.
 * The local peer is written `~`, which no peering name can be. `/` and `%` inside parts are escaped.
 */
export function rowKey(tenancy: Tenancy, ...parts: readonly string[]): string {
  let key = `${tenancy.partition}/${tenancy.namespace}/${tenancy.peer === '' ? '~' : tenancy.peer}`;
  for (const part of parts) key += `/${escapePart(part)}`;
  return key;
}

function escapePart(part: string): string {
  const folded = part.toLowerCase();
  if (!folded.includes('/') && !folded.includes('%')) return folded;
  return folded.replaceAll('%', '%25').replaceAll('/', '%2f');
}
