// SPDX-License-Identifier: Apache-2.0
import type { PeerInstance } from '../../model/peering/instance.ts';
import { defineView } from '../engine/view.ts';
import { exportingGateways } from '../exports/gateways.ts';
import { roots } from '../ca/roots.ts';

/** What a datacenter offers to those that it is federated with; here there is one, with its own gateways. */
export interface FederationState {
  readonly MeshGateways?: readonly object[];
  /** When the cluster began: when its gateways changed is not kept. */
  readonly UpdatedAt: string;
}

export const federationState = defineView<null, FederationState>({
  name: 'operator/federation',
  key: () => '',
  compute: (read) => {
    const gateways = read.view(exportingGateways, null);
    const UpdatedAt = read.view(roots, null)?.Roots[0]?.NotBefore ?? '0001-01-01T00:00:00Z';
    return gateways.length === 0 ? { UpdatedAt } : { MeshGateways: gateways.map(shown), UpdatedAt };
  },
});

// Consul shows here that a list was never filled.
function shown({ Node, Service, Checks }: PeerInstance): object {
  const isUntagged = (Service.Tags ?? []).length === 0;
  return {
    Node,
    Service: { ...Service, Tags: isUntagged ? null : Service.Tags },
    Checks: Checks.length === 0 ? null : Checks,
  };
}
