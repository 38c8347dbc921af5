// SPDX-License-Identifier: Apache-2.0
import { CLUSTER_KEY, cluster } from '../../state/tables/ca.ts';
import { proxyStatus } from '../../state/tables/proxy-status.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { DEFAULT_NAME, localTenancy } from '../../model/tenancy.ts';
import { trustDomainOf } from '../../model/ca/ca.ts';
import { meshNameOf } from '../../model/catalog/service.ts';
import { formatSpiffeId } from '../../model/ca/spiffe.ts';
import { defineView } from '../engine/view.ts';

/** The SPIFFE ids that connected proxies need a certificate for, sorted. */
export const wantedLeaves = defineView<null, readonly string[]>({
  name: 'proxy/wanted-leaves',
  key: () => '',
  compute: (read) => {
    const row = read.get(cluster, CLUSTER_KEY);
    if (row === undefined) return [];
    const trustDomain = trustDomainOf(row.value);
    const wanted = new Set<string>();
    for (const { value: proxy } of read.all(proxyStatus)) {
      const registered = read.get(services, serviceKey(localTenancy, proxy.node, proxy.proxyId));
      const node = read.get(nodes, nodeKey(localTenancy, proxy.node));
      if (registered === undefined || node === undefined) continue;
      const { service } = registered.value;
      const where = {
        trustDomain,
        partition: DEFAULT_NAME,
        datacenter: node.value.node.Datacenter,
      };
      const name = meshNameOf(service);
      if (service.Kind === 'mesh-gateway') {
        wanted.add(formatSpiffeId({ kind: 'mesh-gateway', ...where }));
      } else if (name !== undefined) {
        const id = { kind: 'service', ...where, namespace: DEFAULT_NAME, service: name } as const;
        wanted.add(formatSpiffeId(id));
      }
    }
    return [...wanted].sort();
  },
});
