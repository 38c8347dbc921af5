// SPDX-License-Identifier: Apache-2.0
import type { PeeringRow } from '../../model/peering/peering.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { defineView } from '../engine/view.ts';

/** A peering by its name, whatever its case; undefined when there is none. */
export const peeringByName = defineView<string, PeeringRow | undefined>({
  name: 'peering/by-name',
  key: (name) => name.toLowerCase(),
  compute: (read, name) => read.get(peerings, name.toLowerCase())?.value,
});
