// SPDX-License-Identifier: Apache-2.0
// What several peering commands share: finding the record, and saying no in Consul's words.
import { isPeeringLive, type PeeringRow } from '../model/peering/peering.ts';
import { Refusal } from '../model/refusal.ts';
import type { Read } from '../state/state.ts';
import type { Row } from '../state/table.ts';
import { peerings } from '../state/tables/peerings.ts';

export const MARKED_FOR_DELETION = 'cannot write to peering that is marked for deletion';

export function findPeeringById(read: Read, id: string): Row<PeeringRow> | undefined {
  return read.by(peerings, 'id', id)[0];
}

/** The peering that something is imported for; refused when it has ended, so that nothing outlives it. */
export function importingPeering(read: Read, peeringId: string): Row<PeeringRow> {
  const row = findPeeringById(read, peeringId);
  if (row !== undefined && isPeeringLive(row.value)) return row;
  throw new Refusal('rpc-error', 'peering does not exist or has been marked for deletion');
}
