// SPDX-License-Identifier: Apache-2.0
import type { PeeringRow } from '../../model/peering/peering.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { defineView } from '../engine/view.ts';

/** A peering by the id of its local record; undefined when it is gone. */
export const peeringById = defineView<string, PeeringRow | undefined>({
  name: 'peering/by-id',
  key: (id) => id,
  compute: (read, id) => read.by(peerings, 'id', id)[0]?.value,
});
