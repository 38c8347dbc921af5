// SPDX-License-Identifier: Apache-2.0
// How the stream to each peer does.
import { exportedNames } from '../../views/exports/names.ts';
import { peeringAnswers } from '../../views/peering/read.ts';
import { peerStream } from '../../views/peering/stream.ts';
import type { Collected, Metric, MetricInputs } from './metric.ts';

const PEER_LABELS = ['peer_name', 'peer_id'];

export const peeringGauges: readonly Metric[] = [
  {
    name: 'peering.exported_services',
    help: 'Services exported to a peer.',
    labels: PEER_LABELS,
    collect: (inputs) =>
      perPeer(inputs, ({ Name }) => {
        return inputs.core.views.get(exportedNames, Name).value.services.length;
      }),
  },
  {
    name: 'peering.healthy',
    help: '1 while the stream to a peer is alive and nothing failed on it in the last two minutes.',
    labels: PEER_LABELS,
    collect: (inputs) => perPeer(inputs, (peer) => (isHealthy(inputs, peer) ? 1 : 0)),
  },
  {
    name: 'peering.stream_age_seconds',
    help: 'How long the stream to a peer has been up; absent while it is down.',
    labels: PEER_LABELS,
    collect: (inputs) =>
      perPeer(inputs, (peer) => {
        const stream = streamOf(inputs, peer);
        return stream?.phase === 'connected' ? secondsSince(inputs, stream.sinceMs) : undefined;
      }),
  },
  {
    name: 'peering.lag_seconds',
    help: 'Age of the oldest export that a peer has not confirmed; 0 when it has everything.',
    labels: PEER_LABELS,
    collect: (inputs) =>
      perPeer(inputs, (peer) => {
        const since = streamOf(inputs, peer)?.unconfirmedSinceMs;
        return since === undefined ? 0 : secondsSince(inputs, since);
      }),
  },
  {
    name: 'peering.last_error_timestamp_seconds',
    help: 'When something last failed on the stream to a peer; 0 when nothing has.',
    labels: PEER_LABELS,
    collect: (inputs) =>
      perPeer(inputs, (peer) => (streamOf(inputs, peer)?.lastError?.atMs ?? 0) / 1_000),
  },
];

interface Peer {
  readonly ID: string;
  readonly Name: string;
  readonly State: string;
}

function perPeer(
  { core }: MetricInputs,
  valueOf: (peer: Peer) => number | undefined,
): readonly Collected[] {
  return core.views.get(peeringAnswers, null).value.flatMap((peer) => {
    const value = valueOf(peer);
    const labels = { peer_name: peer.Name, peer_id: peer.ID };
    return value === undefined ? [] : [{ labels, value }];
  });
}

const streamOf = ({ core }: MetricInputs, { ID }: Peer) => core.views.get(peerStream, ID).value;

const secondsSince = ({ now }: MetricInputs, atMs: number): number =>
  Math.max(now() - atMs, 0) / 1_000;

const UNHEALTHY_SECONDS = 120;

function isHealthy(inputs: MetricInputs, peer: Peer): boolean {
  if (peer.State !== 'ACTIVE') return false;
  const failedAt = streamOf(inputs, peer)?.lastError?.atMs;
  return failedAt === undefined || secondsSince(inputs, failedAt) > UNHEALTHY_SECONDS;
}
