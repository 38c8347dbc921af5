// SPDX-License-Identifier: Apache-2.0
import type { ApiGateway } from '../../../model/config-entries/api-gateway/schema.ts';
import { configEntryKey } from '../../../model/config-entries/entry.ts';
import { type EntryStatusRow, entryStatusKey } from '../../../model/config-entries/status.ts';
import { structurallyEqual } from '../../../model/equal.ts';
import { localTenancy as tenancy, rowKey } from '../../../model/tenancy.ts';
import { configEntries } from '../../../state/tables/config-entries.ts';
import { entryStatus } from '../../../state/tables/entry-status.ts';
import { defineView, type ViewRead } from '../../engine/view.ts';
import { BOUND_KIND, boundOf } from './bound.ts';
import { statusOf } from './status.ts';

export interface Unrecorded {
  readonly changed: readonly EntryStatusRow[];
  /** Recorded, and their entries are gone. */
  readonly gone: readonly EntryStatusRow[];
}

/** What has changed of gateways and routes since it was last recorded. */
export const unrecordedStatus = defineView<null, Unrecorded>({
  name: 'config/unrecorded-status',
  key: () => '',
  compute: (read) => ({
    changed: derived(read).filter(({ kind, name, shown }) => {
      const recorded = read.get(entryStatus, entryStatusKey(tenancy, kind, name));
      return !structurallyEqual(recorded?.value.shown, shown);
    }),
    gone: read
      .all(entryStatus)
      .map(({ value }) => value)
      .filter(({ kind, name }) => {
        const owner = kind === BOUND_KIND ? 'api-gateway' : kind;
        return read.get(configEntries, configEntryKey(tenancy, owner, name)) === undefined;
      }),
  }),
});

function derived(read: ViewRead): readonly EntryStatusRow[] {
  return ['api-gateway', 'http-route', 'tcp-route'].flatMap((kind) => {
    return read.by(configEntries, 'kind', rowKey(tenancy, kind)).flatMap(({ value: { entry } }) => {
      const { Name: name } = entry;
      const status = { tenancy, kind, name, shown: statusOf(read, entry) ?? {} };
      if (kind !== 'api-gateway') return [status];
      const bound = boundOf(read, entry as ApiGateway);
      return [status, { tenancy, kind: BOUND_KIND, name, shown: bound }];
    });
  });
}
