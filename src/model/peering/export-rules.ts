// SPDX-License-Identifier: Apache-2.0
import type { ExportedServices } from '../config-entries/exported-services/schema.ts';

/** What the config entry gives to one peer, before wildcards are expanded. */
export interface ExportRule {
  /** Sorted, each once. */
  readonly names: readonly string[];
  /** Every ordinary service too. */
  readonly isWildcard: boolean;
}

/** Never exported, whatever the config entry says: the servers themselves. */
export const UNEXPORTABLE = 'consul';

/** The rules of an `exported-services` entry by the local name of the peering (peering-protocol §5.1). */
export function exportRulesOf(
  entry: ExportedServices | undefined,
): ReadonlyMap<string, ExportRule> {
  const names = new Map<string, Set<string>>();
  for (const { Name, Consumers } of entry?.Services ?? []) {
    if (Name === UNEXPORTABLE) continue;
    for (const { Peer } of Consumers) {
      if (Peer === undefined || Peer === '') continue;
      names.set(Peer, (names.get(Peer) ?? new Set()).add(Name));
    }
  }
  return new Map(
    [...names].map(([peer, found]) => {
      const isWildcard = found.delete('*');
      return [peer, { names: [...found].sort(), isWildcard }];
    }),
  );
}
