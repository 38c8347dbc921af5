// SPDX-License-Identifier: Apache-2.0
// Gives a name in the mesh its virtual address, and takes it back when nothing needs it any more.
import { lowestFreeOffset, virtualAddress } from '../model/catalog/virtual-ip.ts';
import { configEntryKey } from '../model/config-entries/entry.ts';
import type { TerminatingGateway } from '../model/config-entries/terminating-gateway/schema.ts';
import { Refusal } from '../model/refusal.ts';
import { localTenancy, rowKey, type Tenancy } from '../model/tenancy.ts';
import { configEntries } from '../state/tables/config-entries.ts';
import { serviceNameKey, services } from '../state/tables/services.ts';
import { virtualIpKey, virtualIps } from '../state/tables/virtual-ips.ts';
import type { Draft } from './draft.ts';

/** Kinds whose entry named after a local service keeps an address for it, instances or not. */
export const KINDS_WITH_ADDRESS = [
  'service-resolver',
  'service-router',
  'service-splitter',
  'service-defaults',
  'service-intentions',
] as const;

/** The address of a service; a new one, the lowest that is free, if it has none. Refused when all are taken. */
export function assignVirtualIp(draft: Draft, tenancy: Tenancy, service: string): string {
  const found = draft.get(virtualIps, virtualIpKey(tenancy, service));
  if (found !== undefined) return virtualAddress(found.value.offset);
  const offset = lowestFreeOffset((block) => {
    return draft.by(virtualIps, 'block', block).map((row) => row.value.offset);
  });
  if (offset === undefined) {
    throw new Refusal('rpc-error', 'cannot allocate any more unique service virtual IPs');
  }
  draft.put(virtualIps, { tenancy, service, offset });
  return virtualAddress(offset);
}

/** Frees the address of a service that has neither an instance, nor a proxy, nor a config entry left. */
export function freeVirtualIpIfUnused(draft: Draft, tenancy: Tenancy, service: string): void {
  const found = draft.get(virtualIps, virtualIpKey(tenancy, service));
  if (found === undefined) return;
  const name = serviceNameKey(tenancy, service);
  // Proxies count too, or an address that a proxy still announces could be given to another service.
  if (draft.by(services, 'name', name).length > 0) return;
  if (draft.by(services, 'mesh', name).length > 0) return;
  if (tenancy.peer === '' && hasEntryWithAddress(draft, service)) return;
  draft.remove(virtualIps, found);
}

function hasEntryWithAddress(draft: Draft, service: string): boolean {
  if (service === '*') return hasWildcardGateway(draft);
  const linking = draft.by(configEntries, 'link', rowKey(localTenancy, service));
  if (linking.some(({ value }) => value.entry.Kind === 'terminating-gateway')) return true;
  return KINDS_WITH_ADDRESS.some((kind) => {
    return draft.get(configEntries, configEntryKey(localTenancy, kind, service)) !== undefined;
  });
}

function hasWildcardGateway(draft: Draft): boolean {
  return draft
    .by(configEntries, 'kind', rowKey(localTenancy, 'terminating-gateway'))
    .some(({ value }) =>
      (value.entry as TerminatingGateway).Services?.some(({ Name }) => Name === '*'),
    );
}
