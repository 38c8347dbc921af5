// SPDX-License-Identifier: Apache-2.0
// Network filters for bytes that nobody looks into.
import type { FilterSchema } from '../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import { ConnectionLimitSchema } from '../../../gen/envoy/extensions/filters/network/connection_limit/v3/connection_limit_pb.ts';
import { SniClusterSchema } from '../../../gen/envoy/extensions/filters/network/sni_cluster/v3/sni_cluster_pb.ts';
import { TcpProxySchema } from '../../../gen/envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy_pb.ts';
import type { AccessLogs } from '../../../model/proxy/access-logs.ts';
import { filterLogs } from './access-logs.ts';
import { anyOf, type Init } from './message.ts';
import { statPrefix } from './stats.ts';

export type FilterInit = Init<typeof FilterSchema>;

/** Passes a connection on to a cluster; '' leaves the choice to a filter before it. */
export function tcpProxy(stats: string, cluster: string, logs: AccessLogs | undefined): FilterInit {
  const config = {
    accessLog: filterLogs(logs),
    statPrefix: statPrefix(stats),
    clusterSpecifier: { case: 'cluster', value: cluster } as const,
  };
  return {
    name: 'envoy.filters.network.tcp_proxy',
    configType: { case: 'typedConfig', value: anyOf(TcpProxySchema, config) },
  };
}

/** Chooses the cluster that is named like what the caller asked for. */
export const clusterBySni: FilterInit = {
  name: 'envoy.filters.network.sni_cluster',
  configType: { case: 'typedConfig', value: anyOf(SniClusterSchema, {}) },
};

export function connectionLimit(maxConnections: number): FilterInit {
  const config = {
    statPrefix: 'inbound_connection_limit',
    maxConnections: BigInt(maxConnections),
  };
  return {
    name: 'envoy.filters.network.connection_limit',
    configType: { case: 'typedConfig', value: anyOf(ConnectionLimitSchema, config) },
  };
}
