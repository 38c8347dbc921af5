// SPDX-License-Identifier: Apache-2.0
import type { IntentionEnd } from '../model/intention/intention-name.ts';
import { defineCommand } from './command.ts';
import { intentionsOf, isSameSource, sourcesWrites } from './intention-entry.ts';

export interface DeleteIntention {
  readonly source: IntentionEnd;
  readonly destination: string;
}

/** Removes one intention, named by its two ends; one that is not there is no problem. */
export const deleteIntention = defineCommand<DeleteIntention>({
  name: 'delete-intention',
  decide: (read, { source, destination }) => {
    const sources = intentionsOf(read, destination)?.Sources ?? [];
    const rest = sources.filter((other) => !isSameSource(other, source.name, source.peer));
    const isThere = rest.length < sources.length;
    return { writes: isThere ? sourcesWrites(read, destination, rest) : [], reply: undefined };
  },
});
