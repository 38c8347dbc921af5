// SPDX-License-Identifier: Apache-2.0
// The HTTP connection manager and its routes. In: a spec in the mesh's words. Out: a network filter.
import type { Any } from '@bufbuild/protobuf/wkt';
import type { FilterSchema } from '../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import type { RouteConfigurationSchema } from '../../../gen/envoy/config/route/v3/route_pb.ts';
import { FilterConfigSchema as GrpcStatsSchema } from '../../../gen/envoy/extensions/filters/http/grpc_stats/v3/config_pb.ts';
import { ConfigSchema as GrpcBridgeSchema } from '../../../gen/envoy/extensions/filters/http/grpc_http1_bridge/v3/config_pb.ts';
import { RouterSchema } from '../../../gen/envoy/extensions/filters/http/router/v3/router_pb.ts';
import {
  HttpConnectionManager_ForwardClientCertDetails as ForwardDetails,
  HttpConnectionManagerSchema,
  type HttpFilterSchema,
} from '../../../gen/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager_pb.ts';
import type { AccessLogs } from '../../../model/proxy/access-logs.ts';
import { filterLogs } from './access-logs.ts';
import { anyOf, durationOf, type Init } from './message.ts';
import { adsSource } from './sources.ts';
import { statPrefix } from './stats.ts';

export type HttpFilterInit = Init<typeof HttpFilterSchema>;
type Manager = Init<typeof HttpConnectionManagerSchema>;

export interface HttpSpec {
  readonly stats: string;
  /** 'http', 'http2' or 'grpc'. */
  readonly protocol: string;
  readonly routes: InlineRoutes | FetchedRoutes;
  /** Before the router. */
  readonly filters?: readonly HttpFilterInit[];
  /** What is done about the caller's certificate in `x-forwarded-client-cert`; Envoy removes what arrives otherwise. */
  readonly forwards?: 'own-view' | 'appended';
  readonly normalization?: Normalization;
  readonly tracing?: Manager['tracing'];
  readonly maxRequestHeadersKb?: number | undefined;
  readonly accessLogs?: AccessLogs | undefined;
}

/** Everything to one cluster. */
export interface InlineRoutes {
  readonly name: string;
  readonly host: string;
  readonly cluster: string;
  /** 0 is none, absent Envoy's own. */
  readonly timeoutMs?: number | undefined;
  readonly idleTimeoutMs?: number | undefined;
  /** Taken from requests before they go on. */
  readonly hiddenHeaders?: readonly string[];
  /** Configuration of filters, by their names, for requests that come here. */
  readonly filterConfig?: { readonly [filter: string]: Any };
}

export interface FetchedRoutes {
  readonly name: string;
  readonly fetchTimeoutMs: number | undefined;
}

export type Normalization = Pick<
  Manager,
  'normalizePath' | 'mergeSlashes' | 'pathWithEscapedSlashesAction' | 'commonHttpProtocolOptions'
>;

const FORWARDS = {
  'own-view': {
    forwardClientCertDetails: ForwardDetails.SANITIZE_SET,
    setCurrentClientCertDetails: { subject: true, cert: true, chain: true, uri: true },
  },
  appended: {
    forwardClientCertDetails: ForwardDetails.APPEND_FORWARD,
    setCurrentClientCertDetails: { subject: true, cert: true, chain: true, dns: true, uri: true },
  },
} as const;

const router: HttpFilterInit = {
  name: 'envoy.filters.http.router',
  configType: { case: 'typedConfig', value: anyOf(RouterSchema, {}) },
};

const grpcFilters: readonly HttpFilterInit[] = [
  {
    name: 'envoy.filters.http.grpc_stats',
    configType: {
      case: 'typedConfig',
      value: anyOf(GrpcStatsSchema, {
        perMethodStatSpecifier: { case: 'statsForAllMethods', value: { value: true } },
      }),
    },
  },
  {
    name: 'envoy.filters.http.grpc_http1_bridge',
    configType: { case: 'typedConfig', value: anyOf(GrpcBridgeSchema, {}) },
  },
];

export function httpConnectionManager(spec: HttpSpec): Init<typeof FilterSchema> {
  const { routes, protocol } = spec;
  const manager: Manager = {
    statPrefix: statPrefix(spec.stats),
    httpFilters: [...(protocol === 'grpc' ? grpcFilters : []), ...(spec.filters ?? []), router],
    routeSpecifier:
      'cluster' in routes
        ? { case: 'routeConfig', value: routeConfiguration(routes) }
        : {
            case: 'rds',
            value: { routeConfigName: routes.name, configSource: adsSource(routes.fetchTimeoutMs) },
          },
    tracing: spec.tracing ?? { randomSampling: {} },
    upgradeConfigs: [{ upgradeType: 'websocket' }],
    accessLog: filterLogs(spec.accessLogs),
    ...(protocol === 'http2' || protocol === 'grpc' ? { http2ProtocolOptions: {} } : {}),
    ...(spec.forwards === undefined ? {} : FORWARDS[spec.forwards]),
    ...spec.normalization,
    ...(spec.maxRequestHeadersKb === undefined
      ? {}
      : { maxRequestHeadersKb: spec.maxRequestHeadersKb }),
  };
  return {
    name: 'envoy.filters.network.http_connection_manager',
    configType: { case: 'typedConfig', value: anyOf(HttpConnectionManagerSchema, manager) },
  };
}

/** One virtual host for everything, with one route: to the cluster. */
export function routeConfiguration(
  routes: InlineRoutes,
): Init<typeof RouteConfigurationSchema> & { name: string } {
  const { name, host, cluster, timeoutMs, idleTimeoutMs, hiddenHeaders, filterConfig } = routes;
  return {
    name,
    virtualHosts: [
      {
        name: host,
        domains: ['*'],
        ...(filterConfig === undefined ? {} : { typedPerFilterConfig: { ...filterConfig } }),
        routes: [
          {
            match: { pathSpecifier: { case: 'prefix', value: '/' } },
            action: {
              case: 'route',
              value: {
                clusterSpecifier: { case: 'cluster', value: cluster },
                ...(timeoutMs === undefined ? {} : { timeout: durationOf(timeoutMs) }),
                ...(idleTimeoutMs === undefined ? {} : { idleTimeout: durationOf(idleTimeoutMs) }),
              },
            },
          },
        ],
      },
    ],
    ...(hiddenHeaders === undefined ? {} : { requestHeadersToRemove: [...hiddenHeaders] }),
  };
}
