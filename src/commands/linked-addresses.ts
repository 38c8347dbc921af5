// SPDX-License-Identifier: Apache-2.0
// Terminating gateways announce the virtual addresses of the services that they lead to, one tagged address each, so that
// transparent proxies find the way out of the mesh.
import { type NodeService } from '../model/catalog/service.ts';
import { VIRTUAL_TAG } from '../model/catalog/virtual-ip.ts';
import { linkedServices } from '../model/chain/links.ts';
import { type ConfigEntry, configEntryKey } from '../model/config-entries/entry.ts';
import type { TerminatingGateway } from '../model/config-entries/terminating-gateway/schema.ts';
import { structurallyEqual } from '../model/equal.ts';
import { localTenancy, type Tenancy } from '../model/tenancy.ts';
import { configEntries } from '../state/tables/config-entries.ts';
import { serviceNameKey, services } from '../state/tables/services.ts';
import type { Draft } from './draft.ts';
import { assignVirtualIp, freeVirtualIpIfUnused } from './virtual-ips.ts';

const KIND = 'terminating-gateway';
const TAG_PREFIX = `${VIRTUAL_TAG}:`;

/** An instance with the addresses of what it leads to, if it is such a gateway of ours. */
export function withLinkedAddresses(
  draft: Draft,
  tenancy: Tenancy,
  service: NodeService,
): NodeService {
  if (service.Kind !== KIND || tenancy.peer !== '') return service;
  const names = announcedBy(draft, service.Service);
  const own = Object.entries(service.TaggedAddresses ?? {}).filter(
    ([tag]) => !tag.startsWith(TAG_PREFIX),
  );
  const { TaggedAddresses: _, ...rest } = service;
  if (own.length + names.length === 0) return rest;
  const linked = names.map((name) => {
    const address = { Address: assignVirtualIp(draft, localTenancy, name), Port: 0 };
    return [TAG_PREFIX + name, address] as const;
  });
  return { ...rest, TaggedAddresses: Object.fromEntries([...own, ...linked]) };
}

function announcedBy(draft: Draft, gateway: string): readonly string[] {
  const row = draft.get(configEntries, configEntryKey(localTenancy, KIND, gateway));
  return row === undefined ? [] : announcedNames(row.value.entry);
}

/** The services that an entry names; a wildcard has an address as if it were one, in Consul too. */
function announcedNames(entry: ConfigEntry): readonly string[] {
  const Services = (entry as TerminatingGateway).Services ?? [];
  const hasWildcard = Services.some(({ Name }) => Name === '*');
  return [...linkedServices(entry), ...(hasWildcard ? ['*'] : [])];
}

/**
 * Has the instances of a gateway follow its entry, which the draft holds; `before` is the one that it replaces. What it
 * names has an address from then on, whether there is a gateway or not.
 */
export function relinkGateway(draft: Draft, name: string, before: ConfigEntry | undefined): void {
  for (const service of announcedBy(draft, name)) assignVirtualIp(draft, localTenancy, service);
  for (const row of draft.by(services, 'name', serviceNameKey(localTenancy, name))) {
    const { tenancy, service } = row.value;
    const linked = withLinkedAddresses(draft, tenancy, service);
    if (structurallyEqual(linked, service)) continue;
    // Consul writes these anew, and so without a null.
    const Meta = linked.Meta ?? (linked.TaggedAddresses === undefined ? null : {});
    draft.put(services, { ...row.value, service: { ...linked, Meta } });
  }
  for (const service of before === undefined ? [] : announcedNames(before)) {
    freeVirtualIpIfUnused(draft, localTenancy, service);
  }
}
