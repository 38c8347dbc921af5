// SPDX-License-Identifier: Apache-2.0
import { int, list, map, nanoseconds, object, string } from '../../shape/shape.ts';
import {
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
  STORED_FIELDS,
  transparentProxyShape,
} from '../proxy-shapes.ts';

const upstreamShape = object('UpstreamConfig', {
  Name: string,
  Peer: string,
  EnvoyListenerJSON: string,
  EnvoyClusterJSON: string,
  Protocol: string,
  ConnectTimeoutMs: int,
  Limits: object('UpstreamLimits', {
    MaxConnections: int,
    MaxPendingRequests: int,
    MaxConcurrentRequests: int,
  }),
  PassiveHealthCheck: object('PassiveHealthCheck', {
    Interval: nanoseconds,
    MaxFailures: int,
    EnforcingConsecutive5xx: int,
    MaxEjectionPercent: int,
    BaseEjectionTime: nanoseconds,
  }),
  MeshGateway: meshGatewayShape,
  BalanceOutboundConnections: string,
});

const ratesOfRoute = { RequestsPerSecond: int, RequestsMaxBurst: int } as const;

export const serviceDefaultsShape = object('ServiceConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Protocol: string,
  Mode: string,
  TransparentProxy: transparentProxyShape,
  MutualTLSMode: string,
  MeshGateway: meshGatewayShape,
  Expose: exposeShape,
  ExternalSNI: string,
  UpstreamConfig: object('UpstreamConfiguration', {
    Overrides: list(upstreamShape),
    Defaults: upstreamShape,
  }),
  Destination: object('DestinationConfig', { Addresses: list(string), Port: int }),
  MaxInboundConnections: int,
  LocalConnectTimeoutMs: int,
  LocalRequestTimeoutMs: int,
  BalanceInboundConnections: string,
  RateLimits: object('RateLimits', {
    InstanceLevel: object('InstanceLevelRateLimits', {
      ...ratesOfRoute,
      Routes: list(
        object('InstanceLevelRouteRateLimits', {
          ...ratesOfRoute,
          PathExact: string,
          PathPrefix: string,
          PathRegex: string,
        }),
      ),
    }),
  }),
  EnvoyExtensions: envoyExtensionsShape,
  MaxRequestHeadersKB: int,
  Meta: map(string),
});
