// SPDX-License-Identifier: Apache-2.0
import type { NodeService } from '../../model/catalog/service.ts';
import { withCentralConfig } from '../../model/config-entries/central-config.ts';
import { configEntryKey } from '../../model/config-entries/entry.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import type { ViewRead } from '../engine/view.ts';

/** A proxy or gateway of this cluster with what config entries say about it; any other instance as it is. */
export function withCentral<S extends Omit<NodeService, 'Port'>>(read: ViewRead, service: S): S {
  const registered: NodeService = { Port: 0, ...service };
  const merged = withCentralConfig(registered, {
    proxyDefaults: entry<ProxyDefaults>(read, 'proxy-defaults', 'global'),
    serviceDefaults: (name) => entry<ServiceDefaults>(read, 'service-defaults', name),
  });
  return merged === registered ? service : { ...service, Proxy: merged.Proxy };
}

function entry<E extends ProxyDefaults | ServiceDefaults>(
  read: ViewRead,
  kind: E['Kind'],
  name: string,
): E | undefined {
  const row = read.get(configEntries, configEntryKey(localTenancy, kind, name));
  return row?.value.entry as E | undefined;
}
