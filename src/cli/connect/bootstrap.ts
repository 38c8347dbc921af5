// SPDX-License-Identifier: Apache-2.0
// The bootstrap that Envoy starts with (dataplane §3.7–3.9): who it is and where it asks for the rest.
// Pure: everything that was found out about agent and proxy comes in, JSON for Envoy goes out.
import type { OpaqueConfig } from '../../model/catalog/service.ts';
import { statsTags } from './stats-tags.ts';

export interface BootstrapInput {
  readonly proxyId: string;
  /** The service that the proxy speaks for, or the gateway's own name. */
  readonly cluster: string;
  readonly nodeName?: string | undefined;
  readonly datacenter: string;
  readonly token: string;
  readonly xds: {
    readonly address: { readonly host: string; readonly port: number } | { readonly path: string };
    /** PEM; present when the agent speaks TLS there. */
    readonly ca?: string | undefined;
  };
  readonly admin: { readonly host: string; readonly port: number; readonly accessLogPath: string };
  readonly ready?: { readonly host: string; readonly port: number } | undefined;
  readonly prometheusScrapePath: string;
  readonly omitDeprecatedTags: boolean;
  /** Opaque config of the proxy, central defaults merged in. */
  readonly config: OpaqueConfig;
}

const TYPE = 'type.googleapis.com/envoy';

/** The bootstrap as plain JSON; throws an Error that names the key whose raw JSON can't be read. */
export function bootstrapOf(input: BootstrapInput): Record<string, unknown> {
  const { config } = input;
  const listeners = extraListeners(input);
  const raw = (key: string) => rawJson(config, key);
  const usesAdmin = listeners.length > 0;
  return {
    admin: {
      access_log: [
        {
          name: 'envoy.access_loggers.file',
          typed_config: {
            '@type': `${TYPE}.extensions.access_loggers.file.v3.FileAccessLog`,
            path: input.admin.accessLogPath,
          },
        },
      ],
      address: socketAddress(input.admin.host, input.admin.port),
    },
    node: {
      cluster: input.cluster,
      id: input.proxyId,
      metadata: {
        ...(input.nodeName === undefined ? {} : { node_name: input.nodeName }),
        namespace: 'default',
        partition: 'default',
      },
    },
    layered_runtime: {
      layers: [{ name: 'base', static_layer: { 're2.max_program_size.error_level': 1_048_576 } }],
    },
    static_resources: {
      clusters: [
        agentCluster(input),
        ...(usesAdmin ? [adminCluster(input)] : []),
        ...(raw('envoy_extra_static_clusters_json') ?? []),
      ],
      ...(usesAdmin || raw('envoy_extra_static_listeners_json') !== undefined
        ? { listeners: [...listeners, ...(raw('envoy_extra_static_listeners_json') ?? [])] }
        : {}),
    },
    stats_config: raw('envoy_stats_config_json')?.[0] ?? {
      stats_tags: statsTags({
        service: input.cluster,
        datacenter: input.datacenter,
        omitDeprecated: input.omitDeprecatedTags,
      }),
      use_all_default_tags: true,
    },
    ...optional('stats_sinks', raw('envoy_extra_stats_sinks_json')),
    ...optional('stats_flush_interval', config['envoy_stats_flush_interval']),
    ...optional('tracing', raw('envoy_tracing_json')?.[0]),
    dynamic_resources: {
      lds_config: adsSource(),
      cds_config: adsSource(),
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        grpc_services: [
          {
            envoy_grpc: { cluster_name: 'local_agent' },
            initial_metadata: [{ key: 'x-consul-token', value: input.token }],
          },
        ],
      },
    },
  };
}

function adsSource(): unknown {
  return { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' };
}

function agentCluster({ xds }: BootstrapInput): unknown {
  const address =
    'path' in xds.address
      ? { pipe: { path: xds.address.path } }
      : socketAddress(xds.address.host, xds.address.port);
  return {
    name: 'local_agent',
    type: 'STATIC',
    connect_timeout: '1s',
    ignore_health_on_host_removal: false,
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': `${TYPE}.extensions.upstreams.http.v3.HttpProtocolOptions`,
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
    load_assignment: assignment('local_agent', address),
    ...optional('transport_socket', xds.ca === undefined ? undefined : tlsSocket(xds.ca)),
  };
}

function tlsSocket(ca: string): unknown {
  return {
    name: 'tls',
    typed_config: {
      '@type': `${TYPE}.extensions.transport_sockets.tls.v3.UpstreamTlsContext`,
      common_tls_context: {
        validation_context: { trusted_ca: { inline_string: ca } },
      },
    },
  };
}

function adminCluster({ admin }: BootstrapInput): unknown {
  return {
    name: 'self_admin',
    type: 'STATIC',
    connect_timeout: '5s',
    ignore_health_on_host_removal: false,
    load_assignment: assignment('self_admin', socketAddress(admin.host, admin.port)),
  };
}

/** Listeners beside the mesh: metrics, stats, readiness; whatever they don't match is a 404. */
function extraListeners(input: BootstrapInput): readonly unknown[] {
  const { config, ready, prometheusScrapePath } = input;
  const listeners: unknown[] = [];
  const prometheus = config['envoy_prometheus_bind_addr'];
  if (typeof prometheus === 'string') {
    const route = { match: { path: prometheusScrapePath }, rewrite: '/stats/prometheus' };
    const at = hostPort('envoy_prometheus_bind_addr', prometheus);
    listeners.push(adminListener('envoy_prometheus_metrics_listener', at, route));
  }
  const stats = config['envoy_stats_bind_addr'];
  if (typeof stats === 'string') {
    const route = { match: { prefix: '/stats' }, rewrite: '/stats' };
    const at = hostPort('envoy_stats_bind_addr', stats);
    listeners.push(adminListener('envoy_metrics_listener', at, route));
  }
  if (ready !== undefined) {
    const route = { match: { path: '/ready' }, rewrite: '/ready' };
    listeners.push(adminListener('envoy_ready_listener', ready, route));
  }
  return listeners;
}

function adminListener(
  name: string,
  at: { readonly host: string; readonly port: number },
  route: { readonly match: Readonly<Record<string, string>>; readonly rewrite: string },
): unknown {
  const routes = [
    { match: route.match, route: { cluster: 'self_admin', prefix_rewrite: route.rewrite } },
    { match: { prefix: '/' }, direct_response: { status: 404 } },
  ];
  return {
    name,
    address: socketAddress(at.host, at.port),
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: {
              '@type': `${TYPE}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
              stat_prefix: name,
              codec_type: 'HTTP1',
              route_config: {
                name: 'self_admin_route',
                virtual_hosts: [{ name: 'self_admin', domains: ['*'], routes }],
              },
              http_filters: [
                {
                  name: 'envoy.filters.http.router',
                  typed_config: { '@type': `${TYPE}.extensions.filters.http.router.v3.Router` },
                },
              ],
            },
          },
        ],
      },
    ],
  };
}

function assignment(cluster: string, address: unknown): unknown {
  return {
    cluster_name: cluster,
    endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }],
  };
}

function socketAddress(host: string, port: number): unknown {
  return { socket_address: { address: host, port_value: port } };
}

function hostPort(key: string, text: string): { host: string; port: number } {
  const found = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (found === null || port > 65_535) throw new Error(`${key}: "${text}" is no host:port`);
  return { host: found[1] === '' ? '0.0.0.0' : (found[1] ?? ''), port };
}

function optional<K extends string>(key: K, value: unknown): Partial<Record<K, unknown>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, unknown>);
}

/** Raw JSON that users write: one object, or several with commas between and no brackets. */
function rawJson(config: OpaqueConfig, key: string): readonly unknown[] | undefined {
  const text = config[key];
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  try {
    return JSON.parse(text.trim().startsWith('[') ? text : `[${text}]`) as unknown[];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${key}: ${reason}`, { cause: error });
  }
}
