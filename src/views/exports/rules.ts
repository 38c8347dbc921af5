// SPDX-License-Identifier: Apache-2.0
import { type ConfigEntryRow, configEntryKey } from '../../model/config-entries/entry.ts';
import type { ExportedServices } from '../../model/config-entries/exported-services/schema.ts';
import { type ExportRule, exportRulesOf } from '../../model/peering/export-rules.ts';
import { DEFAULT_NAME, localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView } from '../engine/view.ts';

/** What the `exported-services` entry gives to each peer it names, whether that peering exists or not. */
export const exportRules = defineView<null, ReadonlyMap<string, ExportRule>>({
  name: 'exports/rules',
  key: () => '',
  compute: (read) => {
    const key = configEntryKey(localTenancy, 'exported-services', DEFAULT_NAME);
    const row = read.get(configEntries, key)?.value as ConfigEntryRow<ExportedServices> | undefined;
    return exportRulesOf(row?.entry);
  },
});
