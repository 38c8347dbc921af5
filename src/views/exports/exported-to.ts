// SPDX-License-Identifier: Apache-2.0
// The other way round: to whom a service goes. For gateways, which need a way in per service and peer,
// and for sidecars, which must know the certificates of every peer that may call them.
import { exportedNames } from './names.ts';
import { exportRules } from './rules.ts';
import { defineView } from '../engine/view.ts';

export interface ExportedTo {
  /** Local names of live peerings, sorted; never empty. */
  readonly peers: readonly string[];
  readonly protocol: string;
}

/** Every exported service that is in the mesh, sorted by name, and who it is exported to. */
export const exportedTo = defineView<null, ReadonlyMap<string, ExportedTo>>({
  name: 'exports/exported-to',
  key: () => '',
  compute: (read) => {
    const found = new Map<string, { peers: string[]; protocol: string }>();
    for (const peer of [...read.view(exportRules, null).keys()].sort()) {
      for (const { service, protocol } of read.view(exportedNames, peer).chains) {
        const entry = found.get(service) ?? { peers: [], protocol };
        entry.peers.push(peer);
        found.set(service, entry);
      }
    }
    return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  },
});

/** The peers that one service is exported to; empty when none, or when it is not in the mesh. */
export const consumersOf = defineView<string, readonly string[]>({
  name: 'exports/consumers-of',
  key: (service) => service,
  compute: (read, service) => read.view(exportedTo, null).get(service)?.peers ?? [],
});
