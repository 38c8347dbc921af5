// SPDX-License-Identifier: Apache-2.0
import { int, list, map, named, object, string, uint32, unaliased } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { passiveHealthCheckShape } from '../gateway-shapes.ts';
import {
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
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
  PassiveHealthCheck: passiveHealthCheckShape,
  MeshGateway: meshGatewayShape,
  BalanceOutboundConnections: string,
});

const ratesOfRoute = { RequestsPerSecond: int, RequestsMaxBurst: int } as const;

const fields = {
  Kind: string,
  Name: string,
  Protocol: string,
  Mode: named(string, 'structs.ProxyMode'),
  TransparentProxy: transparentProxyShape,
  MutualTLSMode: named(string, 'structs.MutualTLSMode'),
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
  MaxRequestHeadersKB: uint32,
  Meta: map(string),
} as const;

export const serviceDefaultsShape = unaliased(
  entryShape('ServiceConfigEntry', fields),
  'MaxRequestHeadersKB',
);
