// SPDX-License-Identifier: Apache-2.0
// Puts and removes service instances, with what must follow: the virtual address of names in the mesh,
// and the checks of an instance that leaves.
import { canonicalService } from '../model/catalog/canonical.ts';
import { meshNameOf, type NodeService, type ServiceRow } from '../model/catalog/service.ts';
import { VIRTUAL_TAG } from '../model/catalog/virtual-ip.ts';
import { structurallyEqual } from '../model/equal.ts';
import type { Tenancy } from '../model/tenancy.ts';
import type { Row } from '../state/table.ts';
import { checks, checksOfInstance } from '../state/tables/checks.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import type { Draft } from './draft.ts';
import { withLinkedAddresses } from './linked-addresses.ts';
import { removeCheck } from './session-rows.ts';
import { assignVirtualIp, freeVirtualIpIfUnused } from './virtual-ips.ts';

/** Creates or changes an instance on a node that exists. One that speaks for a name in the mesh carries its virtual address. */
export function placeService(
  draft: Draft,
  tenancy: Tenancy,
  node: string,
  wanted: NodeService,
): void {
  const asked = withVirtualAddress(draft, tenancy, canonicalService(wanted));
  const service = withLinkedAddresses(draft, tenancy, asked);
  const present = draft.get(services, serviceKey(tenancy, node, service.ID));
  if (present !== undefined && structurallyEqual(present.value.service, service)) return;
  draft.put(services, { tenancy, node: present?.value.node ?? node, service });
  // Only then: looking at all instances of a name would make every change wait for its neighbours'.
  if (present !== undefined && !isSameName(present.value.service, service)) {
    freeUnused(draft, present.value);
  }
}

/** Removes an instance with its checks. */
export function removeService(draft: Draft, row: Row<ServiceRow>): void {
  const { tenancy, node, service } = row.value;
  draft.remove(services, row);
  const ofInstance = checksOfInstance(tenancy, node, service.ID);
  for (const check of draft.by(checks, 'instance', ofInstance)) removeCheck(draft, check);
  freeUnused(draft, row.value);
}

function withVirtualAddress(draft: Draft, tenancy: Tenancy, service: NodeService): NodeService {
  const name = meshNameOf(service);
  if (name === undefined || name === '') return service;
  const address = { Address: assignVirtualIp(draft, tenancy, name), Port: service.Port };
  return {
    ...service,
    TaggedAddresses: { ...service.TaggedAddresses, [VIRTUAL_TAG]: address },
  };
}

function isSameName(a: NodeService, b: NodeService): boolean {
  return a.Service === b.Service && meshNameOf(a) === meshNameOf(b);
}

function freeUnused(draft: Draft, { tenancy, service }: ServiceRow): void {
  freeVirtualIpIfUnused(draft, tenancy, service.Service);
  const meshName = meshNameOf(service);
  if (meshName !== undefined && meshName !== service.Service) {
    freeVirtualIpIfUnused(draft, tenancy, meshName);
  }
}
