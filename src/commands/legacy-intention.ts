// SPDX-License-Identifier: Apache-2.0
import type { ServiceIntentions } from '../model/config-entries/service-intentions/schema.ts';
import { Refusal } from '../model/refusal.ts';
import { localTenancy, rowKey } from '../model/tenancy.ts';
import { indexedIdError } from '../model/uuid.ts';
import type { Read } from '../state/state.ts';
import { configEntries } from '../state/tables/config-entries.ts';

/** The intention with this id of its own, and its destination; undefined when there is none. Refusal when it is no id. */
export function findLegacyIntention(read: Read, id: string) {
  const problem = indexedIdError(id);
  if (problem !== undefined) {
    const text = `Intention lookup failed: failed config entry lookup: index error: ${problem}`;
    throw new Refusal('rpc-error', text);
  }
  const bucket = rowKey(localTenancy, 'service-intentions');
  for (const { value } of read.by(configEntries, 'kind', bucket)) {
    const { Name, Sources } = value.entry as ServiceIntentions;
    const source = Sources.find(({ LegacyID }) => LegacyID === id);
    if (source !== undefined) return { destination: Name, source };
  }
  return undefined;
}
