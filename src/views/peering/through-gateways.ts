// SPDX-License-Identifier: Apache-2.0
import type { Mesh } from '../../model/config-entries/mesh/schema.ts';
import { entryOf } from '../proxy/entry.ts';
import { defineView } from '../engine/view.ts';

/** Whether servers reach their peers, and are reached by them, through mesh gateways: the `mesh` entry says so. */
export const peersThroughGateways = defineView<null, boolean>({
  name: 'peering/through-gateways',
  key: () => '',
  compute: (read) => entryOf<Mesh>(read, 'mesh', 'mesh')?.Peering?.PeerThroughMeshGateways === true,
});
