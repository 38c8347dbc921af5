// SPDX-License-Identifier: Apache-2.0
import { defaultPort } from '../../model/agent/service-definition.ts';
import type { NodeService } from '../../model/catalog/service.ts';
import { filtered } from '../../model/filter/filter.ts';
import { serviceNameKey } from '../../state/tables/services.ts';
import { nearestFirst } from '../coordinate/near.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { withCentral } from '../config/central.ts';
import { candidates, type CandidatesKey } from '../health/candidates.ts';
import type { Instance } from '../health/instances.ts';
import { EVERYTHING, hasNodeMeta, type Selection, selectionKey } from './selection.ts';

export interface CatalogServiceKey extends CandidatesKey {
  /** Tags that an instance must have, all of them, in lower case and sorted. */
  readonly tags: readonly string[];
  readonly selection: Selection;
  /** With what config entries say about proxies and gateways. */
  readonly isMerged: boolean;
}

/** The instances of a service, each flat with its node, whatever their health. */
export const catalogService = defineView<CatalogServiceKey, readonly CatalogInstance[]>({
  name: 'catalog/service',
  key: ({ tenancy, service, by, tags, selection, isMerged }) => {
    const narrowed = `${selectionKey(selection)}${tagsKey(tags)}${isMerged ? '*' : ''}`;
    return `${narrowed}${by}/${serviceNameKey(tenancy, service)}`;
  },
  isRare: ({ selection }) => selection !== EVERYTHING,
  compute: (read, key) => {
    const { tags, selection, isMerged } = key;
    const rows = candidates(read, key)
      .filter((instance) => hasTags(instance, tags) && hasNodeMeta(instance.Node.Meta, selection))
      .map((instance) => (isMerged ? flatMerged(read, instance) : flat(instance)));
    // Filters see a port of 0 where there are several, as in Consul.
    const wanted = filtered(rows, selection.filter).map(shown);
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
  readonly ServicePort: number;
  readonly ServicePorts: NodeService['Ports'] | null;
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

function shown(row: CatalogInstance): CatalogInstance {
  const ServicePort = defaultPort(row.ServicePort, row.ServicePorts ?? []);
  return ServicePort === row.ServicePort ? row : { ...row, ServicePort };
}

// What has been merged shows nothing of its node but the name.
function flatMerged(read: ViewRead, instance: Instance): CatalogInstance {
  const { Service } = instance;
  const merged = Service.PeerName === '' ? withCentral(read, Service) : Service;
  if (merged === Service) return flat(instance);
  const row = flat({ ...instance, Service: merged });
  return { ...row, ID: '', Address: '', Datacenter: '', TaggedAddresses: null, NodeMeta: null };
}
