// SPDX-License-Identifier: Apache-2.0
// How one mesh gateway listens and dials. In: proxy-defaults, the gateway's registration and the service-defaults named
// like it (for limits alone). Out: settings with every default filled in.
import type { NodeService } from '../catalog/service.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../config-entries/service-defaults/schema.ts';
import { type AccessLogs, accessLogsOf } from './access-logs.ts';
import { flagAt, type Folded, foldedConfig, numberAt, objectAt, portAt, textAt } from './opaque.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS, present } from './sidecar-settings.ts';
import { type Limits, limitsOf } from './upstream-settings.ts';

/** Where a gateway listens; the name is the first part of Envoy's listener name. */
export interface Binding {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface Keepalive {
  readonly timeSeconds?: number;
  readonly intervalSeconds?: number;
  readonly probes?: number;
}

export interface GatewaySettings {
  /** Sorted by name; no two with the same address and port. */
  readonly bindings: readonly Binding[];
  readonly connectTimeoutMs: number;
  /** How gateways that are known by a host name are found; a text that is neither counts as 'logical_dns'. */
  readonly dnsDiscovery: 'logical_dns' | 'strict_dns';
  /** TCP keepalive toward other gateways; absent means none. */
  readonly keepalive?: Keepalive;
  readonly limits: Limits;
  readonly accessLogs?: AccessLogs;
  readonly maxRequestHeadersKb?: number;
  readonly xdsFetchTimeoutMs?: number;
}

export interface GatewayConfig {
  readonly proxyDefaults: ProxyDefaults | undefined;
  readonly serviceDefaults: ServiceDefaults | undefined;
  readonly registration: NodeService;
}

export function gatewaySettings(config: GatewayConfig): GatewaySettings {
  const { proxyDefaults, serviceDefaults, registration } = config;
  const opaque = foldedConfig(proxyDefaults?.Config, registration.Proxy.Config);
  const limits = serviceDefaults?.UpstreamConfig?.Defaults?.Limits;
  return {
    bindings: bindingsOf(registration, opaque),
    connectTimeoutMs: numberAt(opaque, 'connect_timeout_ms', 1) ?? DEFAULT_CONNECT_TIMEOUT_MS,
    dnsDiscovery:
      textAt(opaque, 'envoy_dns_discovery_type')?.toLowerCase() === 'strict_dns'
        ? 'strict_dns'
        : 'logical_dns',
    limits: limitsOf(limits ? { ...limits } : undefined),
    ...present({
      keepalive: keepaliveOf(opaque),
      accessLogs: accessLogsOf(proxyDefaults, registration.Proxy),
      maxRequestHeadersKb: numberAt(opaque, 'max_request_headers_kb', 1),
      xdsFetchTimeoutMs: numberAt(opaque, 'xds_fetch_timeout_ms'),
    }),
  };
}

function bindingsOf(gateway: NodeService, opaque: Folded): readonly Binding[] {
  const found: Binding[] = [];
  if (!flagOf(opaque, 'no_default_bind')) {
    found.push({ name: 'default', address: gateway.Address || '0.0.0.0', port: gateway.Port });
  }
  if (flagOf(opaque, 'bind_tagged_addresses')) {
    for (const [name, { Address, Port }] of Object.entries(gateway.TaggedAddresses ?? {})) {
      found.push({ name, address: Address, port: Port });
    }
  }
  const listed =
    objectAt(opaque, 'envoy_gateway_bind_addresses') ??
    objectAt(opaque, 'envoy_mesh_gateway_bind_addresses');
  for (const [name, value] of Object.entries(listed ?? {})) {
    const binding = foldedConfig(value as Record<string, unknown>);
    const address = textAt(binding, 'address');
    const port = portAt(binding, 'port');
    if (address !== undefined && port !== undefined) found.push({ name, address, port });
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const taken = new Set<string>();
  return found.filter(({ address, port }) => {
    const where = `${address}:${port}`;
    if (port < 1 || taken.has(where)) return false;
    taken.add(where);
    return true;
  });
}

/** The older keys say 'mesh_gateway' where the newer say 'gateway'. */
function flagOf(opaque: Folded, name: string): boolean {
  return flagAt(opaque, `envoy_gateway_${name}`) || flagAt(opaque, `envoy_mesh_gateway_${name}`);
}

function keepaliveOf(opaque: Folded): Keepalive | undefined {
  if (!flagAt(opaque, 'envoy_gateway_remote_tcp_enable_keepalive')) return undefined;
  return present({
    timeSeconds: numberAt(opaque, 'envoy_gateway_remote_tcp_keepalive_time', 1),
    intervalSeconds: numberAt(opaque, 'envoy_gateway_remote_tcp_keepalive_interval', 1),
    probes: numberAt(opaque, 'envoy_gateway_remote_tcp_keepalive_probes', 1),
  });
}
