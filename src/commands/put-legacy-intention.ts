// SPDX-License-Identifier: Apache-2.0
import type {
  IntentionAction,
  SourceIntention,
} from '../model/config-entries/service-intentions/schema.ts';
import {
  checkLegacyIntention,
  type IntentionRequest,
} from '../model/intention/intention-request.ts';
import { Refusal } from '../model/refusal.ts';
import { defineCommand } from './command.ts';
import { intentionsOf, legacySourcesWrites } from './intention-entry.ts';
import { findLegacyIntention } from './legacy-intention.ts';

export interface PutLegacyIntention {
  readonly id: string;
  readonly intention: IntentionRequest;
  /** It must be there already; else it is made. */
  readonly isUpdate: boolean;
  /** RFC 3339. */
  readonly now: string;
}

/** Makes or changes an intention that has an id of its own. */
export const putLegacyIntention = defineCommand<PutLegacyIntention>({
  name: 'put-legacy-intention',
  decide: (read, input) => {
    const { id, intention } = input;
    const { DestinationName: destination = '' } = intention;
    const found = findLegacyIntention(read, id);
    if (input.isUpdate) refuseOther(id, destination, found?.destination);
    checkLegacyIntention(intention);
    const sources = intentionsOf(read, destination)?.Sources ?? [];
    refuseEdited(destination, sources);
    const wanted = sourceOf(input, found?.source);
    const all =
      found === undefined
        ? [...sources, wanted]
        : sources.map((one) => (one.LegacyID === id ? wanted : one));
    return { writes: legacySourcesWrites(read, destination, all), reply: undefined };
  },
});

function refuseOther(id: string, destination: string, present: string | undefined): void {
  if (present === undefined) {
    throw new Refusal('rpc-error', `Cannot modify non-existent intention: '${id}'`);
  }
  if (present !== destination) {
    throw new Refusal(
      'rpc-error',
      'Cannot modify Destination partition/namespace/name for an intention once it exists.',
    );
  }
}

/** Who writes an entry as a whole takes the ids from its intentions; then there is no way back. */
function refuseEdited(destination: string, sources: readonly SourceIntention[]): void {
  if (sources.every(({ LegacyID }) => LegacyID !== undefined)) return;
  const name = JSON.stringify(destination);
  throw new Refusal(
    'rpc-error',
    `cannot use legacy intention API to edit intentions with a destination of ${name} after editing them via a service-intentions config entry`,
  );
}

function sourceOf(
  { id, intention, now }: PutLegacyIntention,
  present: SourceIntention | undefined,
): SourceIntention {
  const { SourceName = '', Action, Description = '', SourceSamenessGroup, Meta = {} } = intention;
  return {
    Name: SourceName,
    Action: Action as IntentionAction,
    ...(Description === '' ? {} : { Description }),
    ...(SourceSamenessGroup ? { SamenessGroup: SourceSamenessGroup } : {}),
    LegacyID: id,
    ...(Object.keys(Meta).length === 0 ? {} : { LegacyMeta: Meta }),
    LegacyCreateTime: present?.LegacyCreateTime ?? now,
    LegacyUpdateTime: now,
  };
}
