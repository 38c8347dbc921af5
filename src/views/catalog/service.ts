// SPDX-License-Identifier: Apache-2.0
import { filtered } from '../../model/filter/filter.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import { serviceNameKey } from '../../state/tables/services.ts';
import { nearestFirst } from '../coordinate/near.ts';
import { defineView } from '../engine/view.ts';
import { type Instance, instances } from '../health/instances.ts';
import { hasNodeMeta, type Selection, selectionKey } from './selection.ts';

export interface CatalogServiceKey {
  readonly tenancy: Tenancy;
  readonly service: string;
  readonly by: 'name' | 'mesh';
  /** Tags that an instance must have, all of them, in lower case and sorted. */
  readonly tags: readonly string[];
  readonly selection: Selection;
}

/** The instances of a service, each flat with its node, whatever their health. */
export const catalogService = defineView<CatalogServiceKey, readonly CatalogInstance[]>({
  name: 'catalog/service',
  key: ({ tenancy, service, by, tags, selection }) => {
    return `${selectionKey(selection)}${tagsKey(tags)}${by}/${serviceNameKey(tenancy, service)}`;
  },
  compute: (read, { tenancy, service, by, tags, selection }) => {
    const rows = read
      .view(instances, { tenancy, service, by })
      .filter((instance) => hasTags(instance, tags) && hasNodeMeta(instance.Node.Meta, selection))
      .map(flat);
    const wanted = filtered(rows, selection.filter);
    return nearestFirst(read, selection.near, wanted, ({ Node }) => Node);
  },
});

/** As part of a view's key. */
export const tagsKey = (tags: readonly string[]): string =>
  tags.length === 0 ? '' : JSON.stringify(tags);

/** Case doesn't count in tags. */
export function hasTags({ Service }: Instance, tags: readonly string[]): boolean {
  if (tags.length === 0) return true;
  const own = new Set((Service.Tags ?? []).map((tag) => tag.toLowerCase()));
  return tags.every((tag) => own.has(tag));
}

/** An instance as the catalog's lists show it, flat with its node. */
export interface CatalogInstance {
  readonly Node: string;
  readonly [field: string]: unknown;
}

export function flat({ Node, Service }: Instance): CatalogInstance {
  return {
    ID: Node.ID,
    Node: Node.Node,
    Address: Node.Address,
    Datacenter: Node.Datacenter,
    TaggedAddresses: Node.TaggedAddresses,
    NodeMeta: Node.Meta,
    ServiceKind: Service.Kind ?? '',
    ServiceID: Service.ID,
    ServiceName: Service.Service,
    ServiceTags: Service.Tags ?? [],
    ServiceAddress: Service.Address,
    ...(Service.TaggedAddresses ? { ServiceTaggedAddresses: Service.TaggedAddresses } : {}),
    ServiceWeights: Service.Weights,
    ServiceMeta: Service.Meta ?? {},
    ServicePort: Service.Port,
    ServicePorts: Service.Ports ?? null,
    ServiceSocketPath: Service.SocketPath ?? '',
    ServiceEnableTagOverride: Service.EnableTagOverride,
    ServiceProxy: Service.Proxy,
    ServiceConnect: Service.Connect,
    ServiceLocality: Service.Locality ?? null,
    ...(Service.PeerName === '' ? {} : { PeerName: Service.PeerName }),
    CreateIndex: Service.CreateIndex,
    ModifyIndex: Service.ModifyIndex,
  };
}
