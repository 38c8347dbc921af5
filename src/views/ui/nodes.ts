// SPDX-License-Identifier: Apache-2.0
// Nodes with all that is on them.
import type { Node } from '../../model/catalog/node.ts';
import { type Filter, filtered } from '../../model/filter/filter.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { checks } from '../../state/tables/checks.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { services } from '../../state/tables/services.ts';
import { shownService, type ShownService } from '../catalog/shown-service.ts';
import { defineView } from '../engine/view.ts';
import { indexed } from '../health/instances.ts';

export interface NodeInfo extends Pick<
  Node,
  'ID' | 'Node' | 'Address' | 'TaggedAddresses' | 'Meta'
> {
  readonly PeerName?: string;
  readonly Services: readonly ShownService[];
  readonly Checks: readonly object[];
}

interface NodeInfoKey {
  readonly tenancy: Tenancy;
  readonly node: string;
}

/** One node; null when there is none. */
export const uiNode = defineView<NodeInfoKey, NodeInfo | null>({
  name: 'ui/node',
  key: ({ tenancy, node }) => nodeKey(tenancy, node),
  compute: (read, { tenancy, node: name }) => {
    const row = read.get(nodes, nodeKey(tenancy, name));
    if (row === undefined) return null;
    const { ID, Node: Name, Address, TaggedAddresses, Meta } = row.value.node;
    const peer = tenancy.peer === '' ? {} : { PeerName: tenancy.peer };
    const onNode = rowKey(tenancy, name);
    return {
      ID,
      Node: Name,
      ...peer,
      Address,
      TaggedAddresses,
      Meta,
      Services: read.by(services, 'node', onNode).map((service) => {
        const shown = shownService(read, service);
        return { ...shown, Tags: orNull(shown.Tags) };
      }),
      Checks: read.by(checks, 'node', onNode).map((check) => {
        const { ServiceTags, ...rest } = check.value.check;
        return { ...rest, ServiceTags: orNull(ServiceTags), ...peer, ...indexed(check) };
      }),
    };
  },
});

/** Consul shows here that a list was never filled. */
const orNull = <T>(list: readonly T[] | null): readonly T[] | null =>
  (list ?? []).length === 0 ? null : list;

/** All nodes: ours by name, then those of peers. */
export const uiNodes = defineView<Filter, readonly NodeInfo[]>({
  name: 'ui/nodes',
  key: (filter) => filter.text,
  compute: (read, filter) => {
    const found = read.all(nodes).map(({ value }) => {
      return read.view(uiNode, { tenancy: value.tenancy, node: value.node.Node });
    });
    const shown = filtered(
      found.filter((node) => node !== null),
      filter,
    );
    const isOurs = ({ PeerName }: NodeInfo): boolean => PeerName === undefined;
    return [...shown.filter(isOurs), ...shown.filter((node) => !isOurs(node))];
  },
});
