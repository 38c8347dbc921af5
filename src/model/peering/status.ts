// SPDX-License-Identifier: Apache-2.0
import type { PeeringLifecycle, PeeringRow, PeerStreamRow } from './peering.ts';

/** As Consul's API names them. */
export type PeeringState =
  | 'PENDING'
  | 'ESTABLISHING'
  | 'ACTIVE'
  | 'FAILING'
  | 'DELETING'
  | 'TERMINATED';

const WITHOUT_STREAM: Readonly<Record<PeeringLifecycle, PeeringState>> = {
  pending: 'PENDING',
  establishing: 'ESTABLISHING',
  established: 'FAILING',
  deleting: 'DELETING',
  terminated: 'TERMINATED',
};

/** What a peering is doing now. Never ACTIVE without a stream whose beat is fresh. */
export function stateOf(peering: PeeringRow, stream: PeerStreamRow | undefined): PeeringState {
  const { lifecycle } = peering;
  if (lifecycle === 'deleting' || lifecycle === 'terminated') return WITHOUT_STREAM[lifecycle];
  if (stream === undefined) return WITHOUT_STREAM[lifecycle];
  return stream.phase === 'connected' ? 'ACTIVE' : 'FAILING';
}
