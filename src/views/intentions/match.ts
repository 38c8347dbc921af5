// SPDX-License-Identifier: Apache-2.0
import { configEntryKey } from '../../model/config-entries/entry.ts';
import { ANY } from '../../model/intention/caller.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { allIntentions } from './list.ts';
import { inOrder, type ShownIntention, shownIntentions } from './shown.ts';

export interface MatchKey {
  readonly by: 'source' | 'destination';
  readonly name: string;
}

/** The intentions that speak of a service, by name or as one of all, in the order in which they are asked. */
export const intentionMatch = defineView<MatchKey, readonly ShownIntention[]>({
  name: 'intentions/match',
  key: ({ by, name }) => `${by} ${name}`,
  compute: (read, { by, name }) => {
    if (by === 'destination') {
      return inOrder([...new Set([name, ANY])].flatMap((of) => ofDestination(read, of)));
    }
    const isMatch = ({ SourceName, SourcePeer }: ShownIntention) =>
      SourcePeer === undefined && (SourceName === name || SourceName === ANY);
    return inOrder(allIntentions(read).filter(isMatch));
  },
});

/** The matches of several names, by name; null for a name that nothing speaks of. */
export const intentionMatches = defineView<
  {
    readonly by: MatchKey['by'];
    /** What was asked for is shown as it was written. */
    readonly names: readonly { readonly name: string; readonly shownAs: string }[];
  },
  Readonly<Record<string, readonly ShownIntention[] | null>>
>({
  name: 'intentions/matches',
  key: ({ by, names }) => JSON.stringify([by, names]),
  compute: (read, { by, names }) => {
    const found = names.map(({ name, shownAs }) => {
      const matches = read.view(intentionMatch, { by, name });
      return [shownAs, matches.length === 0 ? null : matches] as const;
    });
    return Object.fromEntries(found);
  },
});

export interface ExactKey {
  readonly source: string;
  readonly peer: string;
  readonly destination: string;
}

/** One intention by its two ends; undefined when there is none. */
export const exactIntention = defineView<ExactKey, ShownIntention | undefined>({
  name: 'intentions/exact',
  key: ({ source, peer, destination }) => JSON.stringify([source, peer, destination]),
  compute: (read, { source, peer, destination }) => {
    return ofDestination(read, destination).find(({ SourceName, SourcePeer = '' }) => {
      return SourceName === source && SourcePeer.toLowerCase() === peer.toLowerCase();
    });
  },
});

function ofDestination(read: ViewRead, destination: string): readonly ShownIntention[] {
  const key = configEntryKey(localTenancy, 'service-intentions', destination);
  const row = read.get(configEntries, key);
  return row === undefined ? [] : shownIntentions(row);
}
