// SPDX-License-Identifier: Apache-2.0
// The bootstrap that Envoy starts with (dataplane §3.7–3.9): who it is and where it asks for the rest.
// Pure: everything that was found out about agent and proxy comes in, JSON for Envoy goes out.
import type { Environment } from '../../client/environment.ts';
import type { OpaqueConfig } from '../../model/catalog/service.ts';
import { adminAccessLog } from './access-log.ts';
import { adminListeners, type PrometheusInput } from './admin-listeners.ts';
import { type Json, pipeOf, socketOf, staticCluster, typed } from './envoy-shapes.ts';
import { jsonOf, refuseUnsupported, textOf, textsOf } from './raw-config.ts';
import { statsSinks } from './stats-sinks.ts';
import { statsTags } from './stats-tags.ts';
import type { SocketAddress, XdsServer } from './xds-address.ts';

export interface BootstrapInput {
  readonly proxyId: string;
  /** The service that the proxy speaks for, or the gateway's own name. */
  readonly cluster: string;
  /** Given when the proxy is registered with the catalog and not with an agent. */
  readonly nodeName?: string | undefined;
  readonly datacenter: string;
  readonly token: string;
  readonly xds: XdsServer;
  readonly admin: SocketAddress & { readonly accessLogPath: string };
  readonly accessLogs?: OpaqueConfig | undefined;
  readonly ready?: SocketAddress | undefined;
  readonly prometheus: PrometheusInput;
  readonly omitDeprecatedTags: boolean;
  /** Opaque config of the proxy, central defaults merged in. */
  readonly config: OpaqueConfig;
  /** For addresses of statsd that name a variable. */
  readonly environment: Environment;
}

/** The bootstrap as plain JSON; throws an Error that names the key of the config that can't be read. */
export function bootstrapOf(input: BootstrapInput): Json {
  const { config, admin } = input;
  refuseUnsupported(config);
  const [tracing] = jsonOf(config, 'envoy_tracing_json');
  const sinks = statsSinks(config, input.environment);
  const flushInterval = textOf(config, 'envoy_stats_flush_interval');
  return {
    admin: {
      access_log: [adminAccessLog(input.accessLogs, admin.accessLogPath)],
      address: socketOf(admin),
    },
    node: {
      cluster: input.cluster,
      id: input.proxyId,
      metadata: {
        ...(input.nodeName ? { node_name: input.nodeName } : {}),
        namespace: 'default',
        partition: 'default',
      },
    },
    layered_runtime: {
      layers: [{ name: 'base', static_layer: { 're2.max_program_size.error_level': 1_048_576 } }],
    },
    static_resources: staticResources(input),
    ...(sinks.length === 0 ? {} : { stats_sinks: sinks }),
    stats_config: statsConfig(input),
    ...(flushInterval === undefined ? {} : { stats_flush_interval: flushInterval }),
    ...(tracing === undefined ? {} : { tracing }),
    dynamic_resources: dynamicResources(input.token),
  };
}

function staticResources({ config, admin, prometheus, ready, xds }: BootstrapInput): Json {
  const own = adminListeners(config, admin, prometheus, ready);
  const clusters = jsonOf(config, 'envoy_extra_static_clusters_json');
  const listeners = [...jsonOf(config, 'envoy_extra_static_listeners_json'), ...own.listeners];
  // Who brings a cluster of the same name means it.
  const taken = new Set(clusters.map((cluster) => (cluster as { name?: unknown }).name));
  const added = own.clusters.filter(({ name }) => !taken.has(name));
  return {
    clusters: [agentCluster(xds), ...clusters, ...added],
    ...(listeners.length === 0 ? {} : { listeners }),
    ...(own.secrets.length === 0 ? {} : { secrets: own.secrets }),
  };
}

function agentCluster({ address, ca }: XdsServer): Json {
  const at = 'path' in address ? pipeOf(address.path) : socketOf(address);
  const cluster = staticCluster('local_agent', at, 'http2_protocol_options', '1s');
  if (ca === undefined) return cluster;
  const context = typed('extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
    common_tls_context: { validation_context: { trusted_ca: { inline_string: ca } } },
  });
  return { ...cluster, transport_socket: { name: 'tls', typed_config: context } };
}

function statsConfig(input: BootstrapInput): unknown {
  const { config, cluster, datacenter, omitDeprecatedTags } = input;
  const [whole] = jsonOf(config, 'envoy_stats_config_json');
  if (whole !== undefined) return whole;
  const source = { service: cluster, datacenter };
  const tags = statsTags(source, textsOf(config, 'envoy_stats_tags'), omitDeprecatedTags);
  return { stats_tags: tags, use_all_default_tags: true };
}

function dynamicResources(token: string): Json {
  const source = { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' };
  return {
    lds_config: source,
    cds_config: source,
    ads_config: {
      api_type: 'DELTA_GRPC',
      transport_api_version: 'V3',
      grpc_services: [
        {
          envoy_grpc: { cluster_name: 'local_agent' },
          initial_metadata: [{ key: 'x-consul-token', value: token }],
        },
      ],
    },
  };
}
