// SPDX-License-Identifier: Apache-2.0
import type { HealthCheck } from '../../model/catalog/check.ts';
import type { Node } from '../../model/catalog/node.ts';
import type { NodeService } from '../../model/catalog/service.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import { checks, checksOfInstance } from '../../state/tables/checks.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { serviceKey, serviceNameKey, services } from '../../state/tables/services.ts';
import type { Row } from '../../state/table.ts';
import type { ServiceRow } from '../../model/catalog/service.ts';
import { asSynced } from '../config/synced.ts';
import { defineView, type ViewRead } from '../engine/view.ts';

/** The indexes that Consul's API shows on a row. */
export interface Indexed {
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

/** An instance with its node and all checks that count for it, node checks first. */
export interface Instance {
  readonly Node: Node & Indexed & { readonly PeerName?: string };
  readonly Service: NodeService & Indexed & { readonly PeerName: string };
  readonly Checks: readonly (HealthCheck & Indexed & { readonly PeerName?: string })[];
}

export interface InstancesKey {
  readonly tenancy: Tenancy;
  readonly service: string;
  /** 'name': the instances of that name; 'mesh': the proxies and native instances that speak for it. */
  readonly by: 'name' | 'mesh';
}

/** All instances of a service whatever their health, by node and id: the base of health, DNS, exports and proxies. */
export const instances = defineView<InstancesKey, readonly Instance[]>({
  name: 'health/instances',
  key: ({ tenancy, service, by }) => `${by}/${serviceNameKey(tenancy, service)}`,
  compute: (read, { tenancy, service, by }) => {
    const rows = read.by(services, by, serviceNameKey(tenancy, service));
    return rows.map((row) => instanceOf(read, row)).filter((found) => found !== undefined);
  },
});

/** One instance from its row; undefined while its node is missing. */
export function instanceOf(read: ViewRead, row: Row<ServiceRow>): Instance | undefined {
  const { tenancy, node, service } = row.value;
  return read.view(instance, { tenancy, node, id: service.ID });
}

interface InstanceKey {
  readonly tenancy: Tenancy;
  readonly node: string;
  readonly id: string;
}

// A view of its own, so that a change of one of thousands costs one.
const instance = defineView<InstanceKey, Instance | undefined>({
  name: 'health/instance',
  key: ({ tenancy, node, id }) => serviceKey(tenancy, node, id),
  compute: (read, { tenancy, node: nodeName, id }) => {
    const row = read.get(services, serviceKey(tenancy, nodeName, id));
    const node = read.get(nodes, nodeKey(tenancy, nodeName));
    if (row === undefined || node === undefined) return undefined;
    const nodeChecks = read.by(checks, 'instance', checksOfInstance(tenancy, nodeName, ''));
    const ownChecks = read.by(checks, 'instance', checksOfInstance(tenancy, nodeName, id));
    const peer = tenancy.peer === '' ? {} : { PeerName: tenancy.peer };
    return {
      Node: { ...node.value.node, ...peer, ...indexed(node) },
      Service: { ...asSynced(read, row.value), PeerName: tenancy.peer, ...indexed(row) },
      Checks: [...nodeChecks, ...ownChecks].map((check) => {
        return { ...check.value.check, ...peer, ...indexed(check) };
      }),
    };
  },
});

export function indexed(row: Row<unknown>): Indexed {
  return { CreateIndex: row.createRevision, ModifyIndex: row.modifyRevision };
}
