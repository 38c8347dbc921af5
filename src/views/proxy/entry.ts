// SPDX-License-Identifier: Apache-2.0
import { type ConfigEntry, configEntryKey } from '../../model/config-entries/entry.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import type { ViewRead } from '../engine/view.ts';

/** A config entry of this cluster. */
export function entryOf<E extends ConfigEntry>(
  read: ViewRead,
  kind: E['Kind'],
  name: string,
): E | undefined {
  const row = read.get(configEntries, configEntryKey(localTenancy, kind, name));
  return row?.value.entry as E | undefined;
}
