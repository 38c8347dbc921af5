// SPDX-License-Identifier: Apache-2.0
import { nodes } from '../../state/tables/nodes.ts';
import { defineView } from '../engine/view.ts';

/** The name of our node that has this address; '' when none has. */
export const nodeAt = defineView<string, string>({
  name: 'prepared-query/node-at',
  key: (address) => address,
  compute: (read, address) => {
    const row = read.by(nodes, 'peer', '').find(({ value }) => value.node.Address === address);
    return row?.value.node.Node ?? '';
  },
});
