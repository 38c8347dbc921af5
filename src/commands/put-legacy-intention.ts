// SPDX-License-Identifier: Apache-2.0
import type { SourceIntention } from '../model/config-entries/service-intentions/schema.ts';
import { Refusal } from '../model/refusal.ts';
import { defineCommand } from './command.ts';
import { intentionsOf, sourcesWrites } from './intention-entry.ts';
import { findLegacyIntention } from './legacy-intention.ts';

export interface PutLegacyIntention {
  readonly id: string;
  readonly source: string;
  readonly destination: string;
  readonly action: 'allow' | 'deny';
  readonly description: string;
  readonly meta: Readonly<Record<string, string>>;
  /** It must be there already; else it is made. */
  readonly isUpdate: boolean;
  /** RFC 3339. */
  readonly now: string;
}

/** Makes or changes an intention that has an id of its own. */
export const putLegacyIntention = defineCommand<PutLegacyIntention>({
  name: 'put-legacy-intention',
  decide: (read, input) => {
    const { id, destination } = input;
    const found = findLegacyIntention(read, id);
    if (input.isUpdate && found === undefined) {
      throw new Refusal('rpc-error', `Cannot modify non-existent intention: '${id}'`);
    }
    if (found !== undefined && found.destination !== destination) {
      throw new Refusal('rpc-error', 'Cannot modify DestinationName for an intention');
    }
    const wanted = sourceOf(input, found?.source);
    const sources = intentionsOf(read, destination)?.Sources ?? [];
    const all =
      found === undefined
        ? [...sources, wanted]
        : sources.map((one) => (one.LegacyID === id ? wanted : one));
    return { writes: sourcesWrites(read, destination, all), reply: undefined };
  },
});

function sourceOf(
  { id, source, action, description, meta, now }: PutLegacyIntention,
  present: SourceIntention | undefined,
): SourceIntention {
  return {
    Name: source,
    Action: action,
    ...(description === '' ? {} : { Description: description }),
    LegacyID: id,
    ...(Object.keys(meta).length === 0 ? {} : { LegacyMeta: meta }),
    LegacyCreateTime: present?.LegacyCreateTime ?? now,
    LegacyUpdateTime: now,
  };
}
