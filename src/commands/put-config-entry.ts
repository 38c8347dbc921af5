// SPDX-License-Identifier: Apache-2.0
import { checkGraph } from '../model/chain/graph.ts';
import type { DecodedEntry } from '../model/config-entries/decode.ts';
import { configEntryKey } from '../model/config-entries/entry.ts';
import { kinds } from '../model/config-entries/kinds.ts';
import { structurallyEqual } from '../model/equal.ts';
import { localTenancy } from '../model/tenancy.ts';
import { configEntries } from '../state/tables/config-entries.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { entryGraph } from './entry-graph.ts';
import { isUnchangedSince } from './entry-revision.ts';
import { relinkGateway } from './linked-addresses.ts';
import { assignVirtualIp, KINDS_WITH_ADDRESS } from './virtual-ips.ts';

export interface PutConfigEntry {
  readonly entry: DecodedEntry;
  /** Write only if the entry's revision is this one; 0: only if there is none. Of no account to an equal entry. */
  readonly cas?: number;
  /** Now, in ms since the epoch; kept of kinds that show since when they are as they are, until that is recorded. */
  readonly nowMs?: number;
}

/** Creates or replaces an entry. Replies whether it is there now as asked for: false when `cas` did not fit. */
export const putConfigEntry = defineCommand<PutConfigEntry, boolean>({
  name: 'put-config-entry',
  decide: (read, { entry: decoded, cas, nowMs }) => {
    const kind = kinds[decoded.Kind];
    const entry = kind.normalize(decoded);
    kind.validate(entry);
    const find = (other: string, name: string) => {
      return read.get(configEntries, configEntryKey(localTenancy, other, name));
    };
    const present = find(entry.Kind, entry.Name);
    // What is there already is as asked for, whatever revision was expected of it.
    if (present !== undefined && structurallyEqual(present.value.entry, entry)) {
      return { writes: [], reply: true };
    }
    const isExpected = () =>
      present === undefined ? cas === 0 : isUnchangedSince(read, present, cas ?? 0);
    if (cas !== undefined && !isExpected()) return { writes: [], reply: false };
    kind.checkReferences?.(entry, (other, name) => find(other, name)?.value.entry);
    const draft = new Draft(read);
    const written = kind.hasStatus && nowMs !== undefined ? { writtenMs: nowMs } : {};
    draft.put(configEntries, { tenancy: localTenancy, entry, ...written });
    checkGraph(entryGraph(read, draft), { kind: entry.Kind, name: entry.Name, entry });
    const hasAddress = (KINDS_WITH_ADDRESS as readonly string[]).includes(entry.Kind);
    if (hasAddress && entry.Name !== '*') assignVirtualIp(draft, localTenancy, entry.Name);
    if (entry.Kind === 'terminating-gateway') {
      relinkGateway(draft, entry.Name, present?.value.entry);
    }
    return { writes: draft.writes, reply: true };
  },
});
