// SPDX-License-Identifier: Apache-2.0
// How one sidecar serves its service. In: proxy-defaults, the service's service-defaults and the proxy's registration,
// the last one that says something wins. Out: settings with every default filled in.
import type { ConnectProxyConfig, OpaqueConfig } from '../catalog/service.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../config-entries/service-defaults/schema.ts';
import { type AccessLogs, accessLogsOf } from './access-logs.ts';
import { foldedConfig, numberAt, portAt, textAt } from './opaque.ts';

export const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;

export interface SidecarSettings {
  /** 'http', 'http2', 'grpc'; everything else counts as 'tcp'. */
  readonly protocol: string;
  readonly bindAddress?: string;
  readonly bindPort?: number;
  readonly localConnectTimeoutMs: number;
  /** 0 means no timeout; absent, Envoy's own. */
  readonly localRequestTimeoutMs?: number;
  readonly localIdleTimeoutMs?: number;
  /** 0 means no limit. */
  readonly maxInboundConnections: number;
  readonly maxRequestHeadersKb?: number;
  readonly balancesInbound: boolean;
  /** 0 waits forever; absent, Envoy's own. */
  readonly xdsFetchTimeoutMs?: number;
  readonly accessLogs?: AccessLogs;
  /** Escape hatches: Envoy's own JSON, as the user wrote it. */
  readonly publicListenerJson?: string;
  readonly localClusterJson?: string;
  readonly tracingJson?: string;
}

export interface SidecarConfig {
  readonly proxyDefaults: ProxyDefaults | undefined;
  readonly serviceDefaults: ServiceDefaults | undefined;
  readonly registration: ConnectProxyConfig;
}

export function sidecarSettings(config: SidecarConfig): SidecarSettings {
  const opaque = foldedConfig(
    config.proxyDefaults?.Config,
    configOf(config.serviceDefaults),
    config.registration.Config,
  );
  return {
    protocol: textAt(opaque, 'protocol')?.toLowerCase() ?? 'tcp',
    localConnectTimeoutMs:
      numberAt(opaque, 'local_connect_timeout_ms', 1) ?? DEFAULT_CONNECT_TIMEOUT_MS,
    maxInboundConnections: numberAt(opaque, 'max_inbound_connections') ?? 0,
    balancesInbound: textAt(opaque, 'balance_inbound_connections') === 'exact_balance',
    ...present({
      bindAddress: textAt(opaque, 'bind_address'),
      bindPort: portAt(opaque, 'bind_port'),
      localRequestTimeoutMs: numberAt(opaque, 'local_request_timeout_ms'),
      localIdleTimeoutMs: numberAt(opaque, 'local_idle_timeout_ms'),
      maxRequestHeadersKb: numberAt(opaque, 'max_request_headers_kb', 1),
      xdsFetchTimeoutMs: numberAt(opaque, 'xds_fetch_timeout_ms'),
      accessLogs: accessLogsOf(config.proxyDefaults, config.registration),
      publicListenerJson: textAt(opaque, 'envoy_public_listener_json'),
      localClusterJson: textAt(opaque, 'envoy_local_cluster_json'),
      tracingJson: textAt(opaque, 'envoy_listener_tracing_json'),
    }),
  };
}

/** What the fields of a service-defaults entry say, under the keys of opaque configuration. */
function configOf(defaults: ServiceDefaults | undefined): OpaqueConfig {
  if (defaults === undefined) return {};
  const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : null);
  return {
    protocol: defaults.Protocol || null,
    balance_inbound_connections: defaults.BalanceInboundConnections || null,
    max_inbound_connections: positive(defaults.MaxInboundConnections),
    local_connect_timeout_ms: positive(defaults.LocalConnectTimeoutMs),
    local_request_timeout_ms: positive(defaults.LocalRequestTimeoutMs),
  };
}

type Present<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The same without what is undefined. */
export function present<T extends object>(values: T): Present<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Present<T>;
}
