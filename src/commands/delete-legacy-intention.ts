// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../model/refusal.ts';
import { defineCommand } from './command.ts';
import { intentionsOf, legacySourcesWrites } from './intention-entry.ts';
import { findLegacyIntention } from './legacy-intention.ts';

/** Removes an intention by the id that it has of its own. */
export const deleteLegacyIntention = defineCommand<string>({
  name: 'delete-legacy-intention',
  decide: (read, id) => {
    const found = findLegacyIntention(read, id);
    if (found === undefined) {
      throw new Refusal('rpc-error', `Cannot delete non-existent intention: '${id}'`);
    }
    const sources = intentionsOf(read, found.destination)?.Sources ?? [];
    const rest = sources.filter(({ LegacyID }) => LegacyID !== id);
    return { writes: legacySourcesWrites(read, found.destination, rest), reply: undefined };
  },
});
