// SPDX-License-Identifier: Apache-2.0
import type { Mesh } from '../../model/config-entries/mesh/schema.ts';
import { type MeshSettings, meshSettings } from '../../model/proxy/mesh-settings.ts';
import { defineView } from '../engine/view.ts';
import { entryOf } from './entry.ts';

/** What the `mesh` entry says to every proxy, with its defaults. */
export const mesh = defineView<null, MeshSettings>({
  name: 'proxy/mesh',
  key: () => '',
  compute: (read) => meshSettings(entryOf<Mesh>(read, 'mesh', 'mesh')),
});
