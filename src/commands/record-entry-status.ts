// SPDX-License-Identifier: Apache-2.0
import { structurallyEqual } from '../model/equal.ts';
import { dated, type EntryStatusRow, entryStatusKey } from '../model/config-entries/status.ts';
import { entryStatus } from '../state/tables/entry-status.ts';
import { defineCommand, put, remove } from './command.ts';

export interface RecordEntryStatus {
  readonly changed: readonly EntryStatusRow[];
  /** Those whose entries are gone. */
  readonly gone: readonly Pick<EntryStatusRow, 'tenancy' | 'kind' | 'name'>[];
  /** Now, RFC 3339: for conditions without a time. */
  readonly time: string;
}

/** Notes since when gateways and routes are as they are. */
export const recordEntryStatus = defineCommand<RecordEntryStatus>({
  name: 'record-entry-status',
  decide: (read, { changed, gone, time }) => {
    const find = ({ tenancy, kind, name }: RecordEntryStatus['gone'][number]) => {
      return read.get(entryStatus, entryStatusKey(tenancy, kind, name));
    };
    const rows = changed.map((row) => ({ ...row, shown: dated(row.shown, time) }));
    const puts = rows
      .filter((row) => !structurallyEqual(find(row)?.value, row))
      .map((row) => put(entryStatus, row));
    const removals = gone.flatMap((one) => {
      const row = find(one);
      return row === undefined ? [] : [remove(entryStatus, row)];
    });
    return { writes: [...puts, ...removals], reply: undefined };
  },
});
