// SPDX-License-Identifier: Apache-2.0
import type { ServiceIntentions } from '../model/config-entries/service-intentions/schema.ts';
import { localTenancy, rowKey } from '../model/tenancy.ts';
import type { Read } from '../state/state.ts';
import { configEntries } from '../state/tables/config-entries.ts';

/** The intention with this id of its own, and its destination; undefined when there is none. */
export function findLegacyIntention(read: Read, id: string) {
  const bucket = rowKey(localTenancy, 'service-intentions');
  for (const { value } of read.by(configEntries, 'kind', bucket)) {
    const { Name, Sources } = value.entry as ServiceIntentions;
    const source = Sources.find(({ LegacyID }) => LegacyID === id);
    if (source !== undefined) return { destination: Name, source };
  }
  return undefined;
}
