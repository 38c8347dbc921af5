// SPDX-License-Identifier: Apache-2.0
import { trustDomainOf } from '../../model/ca/ca.ts';
import type { PeerInstance } from '../../model/peering/instance.ts';
import { exportedSidecars } from '../../model/peering/sidecar.ts';
import { CLUSTER_KEY, cluster } from '../../state/tables/ca.ts';
import { exportingGateways } from './gateways.ts';
import { exportedProtocol } from './protocol.ts';
import { defineView } from '../engine/view.ts';

export interface SidecarKey {
  readonly service: string;
  /** Local name of the peering that it goes to. */
  readonly peer: string;
}

/** What a peer's proxies dial to reach a service of ours; one per gateway, and none without gateways. */
export const exportedSidecar = defineView<SidecarKey, readonly PeerInstance[]>({
  name: 'exports/sidecar',
  key: ({ service, peer }) => `${peer}/${service}`,
  compute: (read, { service, peer }) => {
    const row = read.get(cluster, CLUSTER_KEY);
    if (row === undefined) return [];
    const trustDomain = trustDomainOf(row.value);
    const protocol = read.view(exportedProtocol, service);
    const gateways = read.view(exportingGateways, null);
    return exportedSidecars({ service, peer, protocol, trustDomain }, gateways);
  },
});
