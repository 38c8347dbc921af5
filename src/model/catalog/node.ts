// SPDX-License-Identifier: Apache-2.0
import type { Tenancy } from '../tenancy.ts';

/** The check that says whether an agent is alive; nodes that no agent runs on don't have it. */
export const SERF_CHECK = 'serfHealth';

/** A machine or agent in the catalog, as Consul's API shows it. */
export interface Node {
  /** UUID or ''. */
  readonly ID: string;
  readonly Node: string;
  readonly Address: string;
  readonly Datacenter: string;
  /** 'lan', 'lan_ipv4', 'wan', 'wan_ipv4' → address. */
  readonly TaggedAddresses: Readonly<Record<string, string>> | null;
  readonly Meta: Readonly<Record<string, string>> | null;
  readonly Locality?: Locality;
}

export interface Locality {
  readonly Region?: string;
  readonly Zone?: string;
}

/** A node row: the node and who it belongs to. */
export interface NodeRow {
  readonly tenancy: Tenancy;
  readonly node: Node;
}
