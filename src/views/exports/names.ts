// SPDX-License-Identifier: Apache-2.0
// What one peer gets, by name. In: the config entry, the catalog and the peering itself. Out: names and
// protocols, never instances. Imported services are never exported again.
import { isPeeringLive } from '../../model/peering/peering.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { serviceNameKey, services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';
import { ordinaryNames } from './ordinary-names.ts';
import { exportedProtocol } from './protocol.ts';
import { exportRules } from './rules.ts';

/** A service that the peer's proxies can reach through our gateways. */
export interface ExportedChain {
  readonly service: string;
  readonly protocol: string;
}

export interface ExportedNames {
  /** The wire's list: every exported name, with instances or without. Sorted. */
  readonly services: readonly string[];
  /** Those that are in the mesh: they have a sidecar or are native. Sorted. */
  readonly chains: readonly ExportedChain[];
}

const NOTHING: ExportedNames = { services: [], chains: [] };

/** What is exported to the peering of that local name; nothing when there is none, or it is being deleted. */
export const exportedNames = defineView<string, ExportedNames>({
  name: 'exports/names',
  key: (peer) => peer,
  compute: (read, peer) => {
    const rule = read.view(exportRules, null).get(peer);
    const peering = read.get(peerings, peer)?.value;
    if (rule === undefined || peering === undefined || !isPeeringLive(peering)) return NOTHING;
    const names = new Set(rule.names);
    if (rule.isWildcard) for (const name of read.view(ordinaryNames, null)) names.add(name);
    const sorted = [...names].sort();
    const chains = sorted
      .filter((name) => read.by(services, 'mesh', serviceNameKey(localTenancy, name)).length > 0)
      .map((service) => ({ service, protocol: read.view(exportedProtocol, service) }));
    return { services: sorted, chains };
  },
});
