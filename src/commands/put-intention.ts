// SPDX-License-Identifier: Apache-2.0
import type {
  IntentionPermission,
  SourceIntention,
} from '../model/config-entries/service-intentions/schema.ts';
import { structurallyEqual } from '../model/equal.ts';
import type { IntentionEnd } from '../model/intention/intention-name.ts';
import { Refusal } from '../model/refusal.ts';
import { defineCommand } from './command.ts';
import { intentionsOf, isSameSource, sourcesWrites } from './intention-entry.ts';

export interface PutIntention {
  readonly source: IntentionEnd;
  readonly destination: string;
  readonly action: string;
  readonly type: string;
  readonly samenessGroup: string;
  readonly permissions: readonly IntentionPermission[];
  readonly description: string;
  /** Belongs to the entry and can't be changed here; undefined says nothing of it. */
  readonly meta: Readonly<Record<string, string>> | undefined;
}

/** Makes one intention what is asked for, named by its two ends. */
export const putIntention = defineCommand<PutIntention>({
  name: 'put-intention',
  decide: (read, input) => {
    const { source, destination, meta } = input;
    const entry = intentionsOf(read, destination);
    const sources = entry?.Sources ?? [];
    const isIt = (other: SourceIntention) => isSameSource(other, source.name, source.peer);
    const present = sources.find(isIt);
    if (meta !== undefined && !structurallyEqual(meta, entry?.Meta)) {
      const rest = entry === undefined ? '' : ', or should be unchanged during an update.';
      throw new Refusal('rpc-error', `Meta must not be specified${rest}`);
    }
    const wanted = sourceOf(input);
    const all =
      present === undefined
        ? [...sources, wanted]
        : sources.map((other) => (isIt(other) ? wanted : other));
    return { writes: sourcesWrites(read, destination, all), reply: undefined };
  },
});

function sourceOf(input: PutIntention): SourceIntention {
  const { source, action, permissions, type, samenessGroup, description } = input;
  return {
    Name: source.name,
    ...(source.peer === '' ? {} : { Peer: source.peer }),
    ...(action === '' ? {} : { Action: action }),
    ...(permissions.length === 0 ? {} : { Permissions: permissions }),
    ...(description === '' ? {} : { Description: description }),
    ...(type === '' ? {} : { Type: type }),
    ...(samenessGroup === '' ? {} : { SamenessGroup: samenessGroup }),
  } as SourceIntention;
}
