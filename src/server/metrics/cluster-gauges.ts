// SPDX-License-Identifier: Apache-2.0
// What a cluster is made of, and how its one server does.
import { CONSUL_VERSION } from '../../model/version.ts';
import { kinds } from '../../model/config-entries/kinds.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { kv } from '../../state/tables/kv.ts';
import { peerings } from '../../state/tables/peerings.ts';
import { proxyStatus } from '../../state/tables/proxy-status.ts';
import { roots } from '../../views/ca/roots.ts';
import { type Usage, usage } from '../../views/operator/usage.ts';
import { sessionLifetimes } from '../../views/session/lifetimes.ts';
import { type Collected, type Metric, type MetricInputs, one } from './metric.ts';

const DATACENTER = ['datacenter'];

export const clusterGauges: readonly Metric[] = [
  {
    name: 'state.nodes',
    help: 'Nodes of this cluster.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, usageOf(inputs).Nodes),
  },
  {
    name: 'state.services',
    help: 'Names of services of this cluster.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, usageOf(inputs).Services),
  },
  {
    name: 'state.service_instances',
    help: 'Service instances of this cluster.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, usageOf(inputs).ServiceInstances),
  },
  {
    name: 'state.billable_service_instances',
    help: "Service instances that are no proxies, gateways or the cluster's own.",
    labels: DATACENTER,
    collect: (inputs) => here(inputs, usageOf(inputs).BillableServiceInstances),
  },
  {
    name: 'state.connect_instances',
    help: 'Service instances that are part of the mesh, by kind.',
    labels: ['datacenter', 'kind'],
    collect: (inputs) => {
      const byKind = Object.entries(usageOf(inputs).ConnectServiceInstances);
      return byKind.flatMap(([kind, count]) => here(inputs, count, { kind }));
    },
  },
  {
    name: 'state.config_entries',
    help: 'Config entries, by kind.',
    labels: ['datacenter', 'kind'],
    collect: (inputs) => {
      const read = inputs.core.state.reader();
      return Object.keys(kinds).flatMap((kind) => {
        const count = read.count(configEntries, 'kind', rowKey(localTenancy, kind));
        return here(inputs, count, { kind });
      });
    },
  },
  {
    name: 'state.kv_entries',
    help: 'Keys of the key-value store.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, inputs.core.state.reader().all(kv).length),
  },
  {
    name: 'state.peerings',
    help: 'Peerings of this cluster.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, inputs.core.state.reader().all(peerings).length),
  },
  {
    name: 'members.servers',
    help: 'Servers of this cluster.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, 1),
  },
  {
    name: 'members.clients',
    help: 'Client agents of this cluster, of which there are none.',
    labels: DATACENTER,
    collect: (inputs) => here(inputs, 0),
  },
  {
    name: 'server.isLeader',
    help: '1 on the server that leads, which a sole one always does.',
    labels: [],
    collect: () => one(1),
  },
  {
    name: 'autopilot.healthy',
    help: '1 while all servers are healthy, which one that answers is.',
    labels: [],
    collect: () => one(1),
  },
  {
    name: 'autopilot.failure_tolerance',
    help: 'Servers that may fail before there is no leader.',
    labels: [],
    collect: () => one(0),
  },
  {
    name: 'version',
    help: 'The version of Consul whose interfaces this speaks, as a label.',
    labels: ['version', 'pre_release'],
    collect: () => [{ labels: { version: CONSUL_VERSION, pre_release: '' }, value: 1 }],
  },
  {
    name: 'raft.applied_index',
    help: 'The revision that the state has reached.',
    labels: [],
    collect: ({ core }) => one(core.state.at),
  },
  {
    name: 'rpc.queries_blocking',
    help: 'Blocking queries that wait.',
    labels: [],
    collect: ({ core }) => one(core.views.counters.waiting),
  },
  {
    name: 'session_ttl.active',
    help: 'Sessions that end when nobody renews them.',
    labels: [],
    collect: ({ core }) => one(core.views.get(sessionLifetimes, null).value.size),
  },
  {
    name: 'xds.server.streams',
    help: 'Proxies that are connected.',
    labels: ['version'],
    collect: ({ core }) => {
      return [{ labels: { version: 'v3' }, value: core.state.reader().all(proxyStatus).length }];
    },
  },
  {
    name: 'mesh.active-root-ca.expiry',
    help: 'Seconds until the active root of the CA is valid no more.',
    labels: [],
    collect: secondsOfRoot,
  },
  {
    name: 'mesh.active-signing-ca.expiry',
    help: 'Seconds until the certificate that signs leaves, the active root itself, is valid no more.',
    labels: [],
    collect: secondsOfRoot,
  },
];

const usageOf = ({ core }: MetricInputs): Usage => core.views.get(usage, null).value;

function here(
  { datacenter }: MetricInputs,
  value: number,
  more: Collected['labels'] = {},
): readonly Collected[] {
  return [{ labels: { datacenter, ...more }, value }];
}

function secondsOfRoot({ core, now }: MetricInputs): readonly Collected[] {
  const active = core.views.get(roots, null).value?.Roots.find((root) => root.Active);
  if (active === undefined) return [];
  return one(Math.max(Math.floor((Date.parse(active.NotAfter) - now()) / 1_000), 0));
}
