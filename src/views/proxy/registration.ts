// SPDX-License-Identifier: Apache-2.0
import type { NodeService } from '../../model/catalog/service.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import type { ViewRead } from '../engine/view.ts';
import type { ProxyRef } from './snapshot.ts';

export interface ProxyKey {
  readonly node: string;
  /** Service id of the proxy. */
  readonly id: string;
}

export const proxyKey = ({ node, id }: ProxyKey): string => serviceKey(localTenancy, node, id);

/** The registered service that a proxy acts as, and where it is; undefined when it isn't registered. */
export function registrationOf(
  read: ViewRead,
  key: ProxyKey,
): { readonly service: NodeService; readonly ref: ProxyRef } | undefined {
  const service = read.get(services, proxyKey(key))?.value.service;
  const node = read.get(nodes, nodeKey(localTenancy, key.node))?.value.node;
  if (service === undefined || node === undefined) return undefined;
  const ref = {
    node: node.Node,
    id: service.ID,
    service: service.Service,
    datacenter: node.Datacenter,
  };
  return { service, ref };
}
