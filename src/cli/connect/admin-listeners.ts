// SPDX-License-Identifier: Apache-2.0
// Listeners beside the mesh (dataplane §3.9): metrics, stats, readiness. They hand what they know on to the
// admin interface, which stays on the loopback, and answer everything else with 404.
import type { OpaqueConfig } from '../../model/catalog/service.ts';
import { parseHostPort } from '../../model/host-port.ts';
import { type Json, socketOf, staticCluster, typed } from './envoy-shapes.ts';
import { textOf } from './raw-config.ts';
import type { SocketAddress } from './xds-address.ts';

export interface PrometheusInput {
  readonly scrapePath: string;
  /** Beside the admin interface: who merges its metrics with those of the service. */
  readonly backendPort?: number | undefined;
  readonly tls?: PrometheusTls | undefined;
}

/** Paths of files that Envoy reads, and CA certificates as a path or PEM. */
export interface PrometheusTls {
  readonly certFile: string;
  readonly keyFile: string;
  readonly ca: { readonly filename: string } | { readonly inline_string: string };
}

export interface AdminListeners {
  readonly listeners: readonly Json[];
  readonly clusters: readonly Json[];
  readonly secrets: readonly Json[];
}

interface Route {
  readonly match: Json;
  readonly rewrite: string;
  readonly cluster: string;
}

const SELF = 'self_admin';
const BACKEND = 'prometheus_backend';
const CERTIFICATE = 'prometheus_cert';
const VALIDATION = 'prometheus_validation_context';

/** Throws an Error that names the key whose value is no address. */
export function adminListeners(
  config: OpaqueConfig,
  admin: SocketAddress,
  prometheus: PrometheusInput,
  ready: SocketAddress | undefined,
): AdminListeners {
  const listeners: Json[] = [];
  const clusters = new Map<string, Json>();
  const secrets: Json[] = [];
  const add = (name: string, at: SocketAddress, route: Route, transport?: Json) => {
    const port = route.cluster === BACKEND ? (prometheus.backendPort ?? 0) : admin.port;
    const address = socketOf({ host: admin.host, port });
    clusters.set(
      route.cluster,
      staticCluster(route.cluster, address, 'http_protocol_options', '5s'),
    );
    listeners.push(listener(name, at, route, transport));
  };
  const metricsAt = addressOf(config, 'envoy_prometheus_bind_addr');
  if (metricsAt !== undefined) {
    const { scrapePath, backendPort, tls } = prometheus;
    const cluster = backendPort === undefined ? SELF : BACKEND;
    const route = { match: { path: scrapePath }, rewrite: '/stats/prometheus', cluster };
    add('envoy_prometheus_metrics', metricsAt, route, tls === undefined ? undefined : TLS);
    if (tls !== undefined) secrets.push(...secretsOf(tls));
  }
  const statsAt = addressOf(config, 'envoy_stats_bind_addr');
  if (statsAt !== undefined) {
    const route = { match: { prefix: '/stats' }, rewrite: '/stats', cluster: SELF };
    add('envoy_metrics', statsAt, route);
  }
  if (ready !== undefined) {
    add('envoy_ready', ready, { match: { path: '/ready' }, rewrite: '/ready', cluster: SELF });
  }
  return { listeners, clusters: [...clusters.values()], secrets };
}

function listener(
  name: string,
  at: SocketAddress,
  { match, rewrite, cluster }: Route,
  transport?: Json,
): Json {
  const routes = [
    { match, route: { cluster, prefix_rewrite: rewrite } },
    { match: { prefix: '/' }, direct_response: { status: 404 } },
  ];
  const manager = typed(
    'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: name,
      codec_type: 'HTTP1',
      route_config: {
        name: 'self_admin_route',
        virtual_hosts: [{ name: SELF, domains: ['*'], routes }],
      },
      http_filters: [
        {
          name: 'envoy.filters.http.router',
          typed_config: typed('extensions.filters.http.router.v3.Router'),
        },
      ],
    },
  );
  const filters = [
    { name: 'envoy.filters.network.http_connection_manager', typed_config: manager },
  ];
  return {
    name: `${name}_listener`,
    address: socketOf(at),
    filter_chains: [
      { filters, ...(transport === undefined ? {} : { transport_socket: transport }) },
    ],
  };
}

const TLS: Json = {
  name: 'tls',
  typed_config: typed('extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      tls_certificate_sds_secret_configs: [{ name: CERTIFICATE }],
      validation_context_sds_secret_config: { name: VALIDATION },
    },
  }),
};

function secretsOf({ certFile, keyFile, ca }: PrometheusTls): readonly Json[] {
  const pair = {
    certificate_chain: { filename: certFile },
    private_key: { filename: keyFile },
  };
  return [
    { name: CERTIFICATE, tls_certificate: pair },
    { name: VALIDATION, validation_context: { trusted_ca: ca } },
  ];
}

function addressOf(config: OpaqueConfig, key: string): SocketAddress | undefined {
  const text = textOf(config, key);
  if (text === undefined) return undefined;
  const found = parseHostPort(text);
  if (found === undefined) throw new Error(`${key}: "${text}" is not of the form host:port`);
  return found.host === '' ? { ...found, host: '0.0.0.0' } : found;
}
