// SPDX-License-Identifier: Apache-2.0
import { ordinaryNames } from './ordinary-names.ts';
import { exportRules } from './rules.ts';
import { defineView } from '../engine/view.ts';

/** Field names are those of Consul's API. */
export interface ResolvedExport {
  readonly Service: string;
  readonly Consumers: { readonly Peers: readonly string[] };
}

/** What the config entry exports, wildcards expanded, to which peers, whether they exist or not. Sorted by name. */
export const resolvedExports = defineView<null, readonly ResolvedExport[]>({
  name: 'exports/resolved',
  key: () => '',
  compute: (read) => {
    const peersOf = new Map<string, string[]>();
    for (const [peer, { names, isWildcard }] of read.view(exportRules, null)) {
      const expanded = isWildcard ? read.view(ordinaryNames, null) : [];
      for (const name of new Set([...names, ...expanded])) {
        peersOf.set(name, [...(peersOf.get(name) ?? []), peer]);
      }
    }
    return [...peersOf]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([Service, peers]) => ({ Service, Consumers: { Peers: peers.sort() } }));
  },
});
