// SPDX-License-Identifier: Apache-2.0
import { chainProtocolOf } from '../../model/chain/protocol.ts';
import { type ConfigEntry, configEntryKey } from '../../model/config-entries/entry.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { defineView, type ViewRead } from '../engine/view.ts';

/** The protocol that an exported service is spoken to with. */
export const exportedProtocol = defineView<string, string>({
  name: 'exports/protocol',
  key: (service) => service.toLowerCase(),
  compute: (read, service) =>
    chainProtocolOf(
      entryOf<ServiceDefaults>(read, 'service-defaults', service),
      entryOf<ProxyDefaults>(read, 'proxy-defaults', 'global'),
    ),
});

function entryOf<E extends ConfigEntry>(read: ViewRead, kind: E['Kind'], name: string) {
  const row = read.get(configEntries, configEntryKey(localTenancy, kind, name));
  return row?.value.entry as E | undefined;
}
