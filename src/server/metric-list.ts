// SPDX-License-Identifier: Apache-2.0
// The visible list of metrics. Names follow the prefix and are Consul's where it has one of that meaning;
// labels are few and fixed. A metric is read when somebody asks for it.
import { localTenancy } from '../model/tenancy.ts';
import { nodes } from '../state/tables/nodes.ts';
import { services } from '../state/tables/services.ts';
import { exportedNames } from '../views/exports/names.ts';
import { peeringAnswers } from '../views/peering/read.ts';
import { peerStream } from '../views/peering/stream.ts';
import type { Core } from './core.ts';

export interface MetricInputs {
  readonly core: Core;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Collected {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metric {
  /** With dots, as Consul's JSON has it; Prometheus sees underscores. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly collect: (inputs: MetricInputs) => readonly Collected[];
}

const one = (value: number): readonly Collected[] => [{ labels: {}, value }];

const PEER_LABELS = ['peer_name', 'peer_id'];

export const gauges: readonly Metric[] = [
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
  {
    name: 'state.nodes',
    help: 'Nodes of this cluster.',
    labels: [],
    collect: ({ core }) => one(core.state.reader().by(nodes, 'peer', localTenancy.peer).length),
  },
  {
    name: 'state.service_instances',
    help: 'Service instances of this cluster.',
    labels: [],
    collect: ({ core }) => one(core.state.reader().by(services, 'peer', localTenancy.peer).length),
  },
  {
    name: 'raft.applied_index',
    help: 'The revision that the state has reached.',
    labels: [],
    collect: ({ core }) => one(core.state.at),
  },
  {
    name: 'runtime.alloc_bytes',
    help: 'Memory that objects of the process use.',
    labels: [],
    collect: () => one(process.memoryUsage().heapUsed),
  },
  {
    name: 'runtime.sys_bytes',
    help: 'Memory of the process that is resident.',
    labels: [],
    collect: () => one(process.memoryUsage.rss()),
  },
  {
    name: 'views.kept',
    help: 'Values of views that are kept.',
    labels: [],
    collect: ({ core }) => one(core.views.size.nodes),
  },
];

export const counters: readonly Metric[] = [
  {
    name: 'views.computed',
    help: 'Computations of views.',
    labels: [],
    collect: ({ core }) => one(core.views.counters.computed),
  },
  {
    name: 'views.published',
    help: 'Values of views that were told to those who watch.',
    labels: [],
    collect: ({ core }) => one(core.views.counters.published),
  },
  {
    name: 'runtime.cpu_seconds',
    help: 'Processor time of the process.',
    labels: [],
    collect: () => {
      const { user, system } = process.cpuUsage();
      return one((user + system) / 1e6);
    },
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
