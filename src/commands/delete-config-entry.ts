// SPDX-License-Identifier: Apache-2.0
import { checkGraph } from '../model/chain/graph.ts';
import { configEntryKey } from '../model/config-entries/entry.ts';
import { refuseReferenced } from '../model/config-entries/jwt-provider/referenced.ts';
import type { ServiceIntentions } from '../model/config-entries/service-intentions/schema.ts';
import { localTenancy, rowKey } from '../model/tenancy.ts';
import { configEntries } from '../state/tables/config-entries.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { entryGraph } from './entry-graph.ts';
import { isUnchangedSince } from './entry-revision.ts';
import { relinkGateway } from './linked-addresses.ts';
import { freeVirtualIpIfUnused } from './virtual-ips.ts';

export interface DeleteConfigEntry {
  readonly kind: string;
  readonly name: string;
  /** Delete only if the entry's revision is this one. */
  readonly cas?: number;
}

/** Removes an entry. Replies whether it is gone: false when `cas` did not fit. */
export const deleteConfigEntry = defineCommand<DeleteConfigEntry, boolean>({
  name: 'delete-config-entry',
  decide: (read, { kind, name, cas }) => {
    const present = read.get(configEntries, configEntryKey(localTenancy, kind, name));
    if (present === undefined) return { writes: [], reply: true };
    if (cas !== undefined && !isUnchangedSince(read, present, cas)) {
      return { writes: [], reply: false };
    }
    const draft = new Draft(read);
    draft.remove(configEntries, present);
    if (kind === 'jwt-provider') {
      const intentions = draft.by(
        configEntries,
        'kind',
        rowKey(localTenancy, 'service-intentions'),
      );
      refuseReferenced(
        name,
        intentions.map(({ value }) => value.entry as ServiceIntentions),
      );
    }
    checkGraph(entryGraph(read, draft), { kind, name, entry: undefined });
    freeVirtualIpIfUnused(draft, localTenancy, name);
    if (kind === 'terminating-gateway') relinkGateway(draft, name, present.value.entry);
    return { writes: draft.writes, reply: true };
  },
});
