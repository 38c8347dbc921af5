// SPDX-License-Identifier: Apache-2.0
import { ALL_ROWS, type Filter, filtered } from '../../model/filter/filter.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { services } from '../../state/tables/services.ts';
import { withCentral } from '../config/central.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { indexed } from '../health/instances.ts';
import type { ShownNode } from './nodes.ts';
import { type ShownService, shownService } from './shown-service.ts';

export interface NodeKey {
  readonly tenancy: Tenancy;
  readonly node: string;
  /** Of its services. */
  readonly filter: Filter;
  /** With what config entries say about proxies and gateways. */
  readonly isMerged: boolean;
}

const key = ({ tenancy, node, filter, isMerged }: NodeKey): string =>
  `${JSON.stringify(filter.text)}${isMerged ? '*' : ''}${nodeKey(tenancy, node)}`;

/** A node with its services by id; null when there is no such node. */
export const catalogNode = defineView<
  NodeKey,
  { readonly Node: ShownNode; readonly Services: Readonly<Record<string, ShownService>> } | null
>({
  name: 'catalog/node',
  key,
  isRare: ({ filter }) => filter !== ALL_ROWS,
  compute: (read, wanted) => {
    const found = find(read, wanted);
    if (found === undefined) return null;
    const byId = found.services.map((service) => [service.ID, service] as const);
    return { Node: found.node, Services: Object.fromEntries(byId) };
  },
});

/** The same with its services as a list, null where there is nothing. */
export const catalogNodeServices = defineView<
  NodeKey,
  { readonly Node: ShownNode | null; readonly Services: readonly ShownService[] | null }
>({
  name: 'catalog/node-services',
  key,
  isRare: ({ filter }) => filter !== ALL_ROWS,
  compute: (read, wanted) => {
    const found = find(read, wanted);
    const { node = null, services: shown = [] } = found ?? {};
    // Nothing at all is told apart from nothing that was wanted.
    const isEmpty = shown.length === 0 && wanted.filter === ALL_ROWS;
    return { Node: node, Services: isEmpty ? null : shown };
  },
});

function find(
  read: ViewRead,
  { tenancy, node, filter, isMerged }: NodeKey,
): { node: ShownNode; services: readonly ShownService[] } | undefined {
  const row = read.get(nodes, nodeKey(tenancy, node));
  const onNode = read.by(services, 'node', rowKey(tenancy, node));
  if (row === undefined) return undefined;
  const shown = onNode
    .map((service) => shownService(read, service))
    .map((service) => (isMerged && tenancy.peer === '' ? withCentral(read, service) : service));
  const peer = tenancy.peer === '' ? {} : { PeerName: tenancy.peer };
  return {
    node: { ...row.value.node, ...peer, ...indexed(row) },
    services: filtered(shown, filter),
  };
}
