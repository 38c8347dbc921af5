// SPDX-License-Identifier: Apache-2.0
// What proxy-defaults and service-defaults say about a proxy, merged into its registration as Consul's
// agent shows it. In: an instance as it was registered, and the entries. Out: the instance as it is meant.
// What the registration says itself always wins.
import type {
  ConnectProxyConfig,
  MeshGatewayConfig,
  NodeService,
  OpaqueConfig,
  Upstream,
} from '../catalog/service.ts';
import type { ProxyDefaults } from './proxy-defaults/schema.ts';
import type { ServiceDefaults, UpstreamSettings } from './service-defaults/schema.ts';

export interface CentralConfig {
  readonly proxyDefaults: ProxyDefaults | undefined;
  readonly serviceDefaults: (service: string) => ServiceDefaults | undefined;
}

/** A proxy or gateway with its central configuration; any other instance as it is. */
export function withCentralConfig(service: NodeService, central: CentralConfig): NodeService {
  const isSidecar = service.Kind === 'connect-proxy';
  if (!isSidecar && service.Kind?.endsWith('-gateway') !== true) return service;
  const name = isSidecar ? (service.Proxy.DestinationServiceName ?? '') : service.Service;
  const defaults = central.serviceDefaults(name);
  // Extensions are those of entries alone.
  const { EnvoyExtensions: _replaced, ...Proxy } = service.Proxy;
  const proxyDefaults = central.proxyDefaults;
  const mode = Proxy.Mode || defaults?.Mode || proxyDefaults?.Mode || '';
  const upstreams = new UpstreamMerge(central, defaults, Proxy, mode).merged();
  const extensions = [
    ...(proxyDefaults?.EnvoyExtensions ?? []),
    ...(defaults?.EnvoyExtensions ?? []),
  ].map((extension) => ({ ...extension, ConsulVersion: '', EnvoyVersion: '' }));
  const merged: ConnectProxyConfig = {
    ...Proxy,
    ...(mode === '' ? {} : { Mode: mode }),
    MeshGateway: firstMode(Proxy.MeshGateway, defaults?.MeshGateway, proxyDefaults?.MeshGateway),
    Expose: exposed(Proxy, defaults, proxyDefaults),
  };
  return {
    ...service,
    Proxy: {
      ...merged,
      ...optional('EnvoyExtensions', extensions),
      ...optional('Config', opaqueOf(Proxy, defaults, proxyDefaults)),
      ...optional('Upstreams', upstreams),
      ...optional('AccessLogs', filled(Proxy.AccessLogs ?? {}, proxyDefaults?.AccessLogs ?? {})),
      ...optional(
        'TransparentProxy',
        filled(
          filled(Proxy.TransparentProxy ?? {}, defaults?.TransparentProxy ?? {}),
          proxyDefaults?.TransparentProxy ?? {},
        ),
      ),
    },
  };
}

function opaqueOf(
  proxy: ConnectProxyConfig,
  defaults: ServiceDefaults | undefined,
  proxyDefaults: ProxyDefaults | undefined,
): OpaqueConfig {
  const ofService = set({
    protocol: defaults?.Protocol,
    balance_inbound_connections: defaults?.BalanceInboundConnections,
    max_inbound_connections: defaults?.MaxInboundConnections,
    local_connect_timeout_ms: defaults?.LocalConnectTimeoutMs,
    local_request_timeout_ms: defaults?.LocalRequestTimeoutMs,
  });
  return filled(proxy.Config ?? {}, { ...proxyDefaults?.Config, ...ofService });
}

function exposed(
  proxy: ConnectProxyConfig,
  defaults: ServiceDefaults | undefined,
  proxyDefaults: ProxyDefaults | undefined,
): ConnectProxyConfig['Expose'] {
  const all = [proxy.Expose, defaults?.Expose, proxyDefaults?.Expose];
  const paths = all.find((expose) => (expose?.Paths ?? []).length > 0)?.Paths;
  return {
    ...(all.some((expose) => expose?.Checks === true) ? { Checks: true } : {}),
    ...(paths === undefined ? {} : { Paths: paths as ConnectProxyConfig['Expose']['Paths'] }),
  } as ConnectProxyConfig['Expose'];
}

/** The upstreams of one proxy, with what is said about them centrally. */
class UpstreamMerge {
  readonly #central: CentralConfig;
  readonly #defaults: ServiceDefaults | undefined;
  readonly #proxy: ConnectProxyConfig;
  readonly #isTransparent: boolean;
  readonly #gateway: MeshGatewayConfig;

  constructor(
    central: CentralConfig,
    defaults: ServiceDefaults | undefined,
    proxy: ConnectProxyConfig,
    mode: string,
  ) {
    this.#central = central;
    this.#defaults = defaults;
    this.#proxy = proxy;
    this.#isTransparent = mode === 'transparent';
    this.#gateway = firstMode(defaults?.MeshGateway, central.proxyDefaults?.MeshGateway);
  }

  merged(): readonly Upstream[] {
    const own = this.#proxy.Upstreams ?? [];
    const merged = own.map((upstream) => this.#withDefaults(upstream));
    return this.#isTransparent ? [...merged, ...this.#synthetic(own)] : merged;
  }

  #withDefaults(upstream: Upstream): Upstream {
    if (upstream.DestinationType !== '' && upstream.DestinationType !== 'service') return upstream;
    const { DestinationName, DestinationPeer = '', Config, ...rest } = upstream;
    const {
      mesh_gateway: gateway,
      protocol,
      ...others
    } = this.#configOf(DestinationName, DestinationPeer);
    // How a peer's service is spoken to is that peer's to say.
    const isPeers = DestinationPeer !== '';
    const central = isPeers || protocol === undefined ? others : { ...others, protocol };
    return {
      ...rest,
      ...(isPeers ? { DestinationPeer } : {}),
      DestinationName,
      ...optional('Config', filled(withoutGateway(Config ?? {}), central)),
      MeshGateway: firstMode(upstream.MeshGateway, gateway as MeshGatewayConfig | undefined),
    };
  }

  /** Upstreams that only central configuration names: a transparent proxy dials them without being told. */
  #synthetic(own: readonly Upstream[]): readonly Upstream[] {
    const names = new Map<string, { name: string; peer: string; config: OpaqueConfig }>();
    const wildcard = this.#wildcard();
    if (Object.keys(wildcard).length > 0) {
      names.set('*', { name: '*', peer: '', config: wildcard });
    }
    for (const { Name = '', Peer = '' } of this.#defaults?.UpstreamConfig?.Overrides ?? []) {
      if (Name === '') continue;
      const config = this.#configOf(Name, Peer);
      names.set(`${Peer}/${Name}`, { name: Name, peer: Peer, config });
    }
    return [...names.values()]
      .filter(({ name, peer }) => !own.some((one) => isSame(one, name, peer)))
      .map(({ name, peer, config }) => ({
        DestinationType: '',
        DestinationNamespace: 'default',
        DestinationPartition: 'default',
        ...(peer === '' ? {} : { DestinationPeer: peer }),
        DestinationName: name,
        Datacenter: '',
        Config: config,
        MeshGateway: firstMode(config['mesh_gateway'] as MeshGatewayConfig | undefined),
        CentrallyConfigured: true,
      }));
  }

  /** What holds for every upstream that nothing more is said about. */
  #wildcard(): OpaqueConfig {
    const ofProxies = this.#central.proxyDefaults;
    const upstreamDefaults = this.#defaults?.UpstreamConfig?.Defaults;
    return {
      ...gatewayKey(ofProxies?.Config?.['mesh_gateway'] as MeshGatewayConfig | undefined),
      ...gatewayKey(ofProxies?.MeshGateway),
      ...gatewayKey(this.#defaults?.MeshGateway),
      ...(upstreamDefaults === undefined ? {} : gatewayKey(this.#gateway)),
      ...settingsOf(upstreamDefaults),
      ...gatewayKey(this.#proxy.MeshGateway),
    };
  }

  #configOf(name: string, peer: string): OpaqueConfig {
    const upstreamConfig = this.#defaults?.UpstreamConfig;
    const override = upstreamConfig?.Overrides?.find((one) => {
      return one.Name === name && (one.Peer ?? '') === peer;
    });
    return {
      ...set({ protocol: this.#central.proxyDefaults?.Config?.['protocol'] }),
      ...this.#wildcard(),
      ...set({ protocol: this.#central.serviceDefaults(name)?.Protocol }),
      ...gatewayKey(this.#gateway),
      ...settingsOf(upstreamConfig?.Defaults),
      ...gatewayKey(this.#proxy.MeshGateway),
      ...settingsOf(override),
    };
  }
}

function isSame(upstream: Upstream, name: string, peer: string): boolean {
  return upstream.DestinationName === name && (upstream.DestinationPeer ?? '') === peer;
}

// Said by itself beside the configuration, and told there when nobody registered the upstream.
function withoutGateway({ mesh_gateway: _, ...config }: OpaqueConfig): OpaqueConfig {
  return config;
}

function settingsOf(settings: UpstreamSettings | undefined): OpaqueConfig {
  return set({
    envoy_listener_json: settings?.EnvoyListenerJSON,
    envoy_cluster_json: settings?.EnvoyClusterJSON,
    protocol: settings?.Protocol,
    connect_timeout_ms: settings?.ConnectTimeoutMs,
    ...gatewayKey(settings?.MeshGateway),
    limits: settings?.Limits,
    passive_health_check: settings?.PassiveHealthCheck,
    balance_outbound_connections: settings?.BalanceOutboundConnections,
  });
}

function gatewayKey(gateway: MeshGatewayConfig | undefined): OpaqueConfig {
  return gateway?.Mode ? { mesh_gateway: { Mode: gateway.Mode } } : {};
}

function firstMode(...gateways: readonly (MeshGatewayConfig | undefined)[]): MeshGatewayConfig {
  const mode = gateways.find((gateway) => gateway?.Mode)?.Mode;
  return mode === undefined ? {} : { Mode: mode };
}

/** `own` with what it doesn't say taken from `more`, at every depth. */
function filled<T extends object>(own: T, more: object): T {
  const result = { ...own } as Record<string, unknown>;
  for (const [key, value] of Object.entries(more)) {
    const present = result[key];
    if (isEmpty(present)) result[key] = value;
    else if (isObject(present) && isObject(value)) result[key] = filled(present, value);
  }
  return result as T;
}

function set(fields: Readonly<Record<string, unknown>>): OpaqueConfig {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function optional<K extends string, V extends object>(key: K, value: V): { readonly [k in K]?: V } {
  return (Object.keys(value).length === 0 ? {} : { [key]: value }) as { readonly [k in K]?: V };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
