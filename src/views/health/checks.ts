// SPDX-License-Identifier: Apache-2.0
// Checks as health answers show them: of a node, of a service name, or in a state.
import type { HealthCheck } from '../../model/catalog/check.ts';
import { filtered } from '../../model/filter/filter.ts';
import { rowKey, type Tenancy } from '../../model/tenancy.ts';
import { checks } from '../../state/tables/checks.ts';
import { nodeKey, nodes } from '../../state/tables/nodes.ts';
import { EVERYTHING, hasNodeMeta, type Selection, selectionKey } from '../catalog/selection.ts';
import { nearestFirst } from '../coordinate/near.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { indexed, type Indexed } from './instances.ts';

export interface ChecksKey {
  readonly tenancy: Tenancy;
  readonly of: 'node' | 'service' | 'state';
  /** The node, the service, or the state; the state 'any' is all of them. */
  readonly name: string;
  /** Of checks of a node it is the node that is chosen, whatever its meta. */
  readonly selection: Selection;
}

export type ShownCheck = HealthCheck & Indexed & { readonly PeerName?: string };

/** By node and id. */
export const healthChecks = defineView<ChecksKey, readonly ShownCheck[]>({
  name: 'health/checks',
  key: ({ tenancy, of, name, selection }) => {
    return `${selectionKey(selection)}${of}/${rowKey(tenancy, name)}`;
  },
  isRare: ({ selection }) => selection !== EVERYTHING,
  compute: (read, key) => {
    const { tenancy, selection } = key;
    const peer = tenancy.peer === '' ? {} : { PeerName: tenancy.peer };
    const shown = rowsOf(read, key)
      .filter(({ value }) => {
        if (selection.nodeMeta.length === 0 || key.of === 'node') return true;
        const node = read.get(nodes, nodeKey(tenancy, value.check.Node));
        return hasNodeMeta(node?.value.node.Meta ?? null, selection);
      })
      .map((row) => ({ ...row.value.check, ...peer, ...indexed(row) }));
    const wanted = filtered(shown, selection.filter);
    return nearestFirst(read, selection.near, wanted, (check) => check.Node);
  },
});

function rowsOf(read: ViewRead, { tenancy, of, name }: ChecksKey) {
  if (of === 'state' && name === 'any') return read.by(checks, 'peer', tenancy.peer);
  return read.by(checks, of === 'state' ? 'status' : of, rowKey(tenancy, name));
}
