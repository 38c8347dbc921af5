// SPDX-License-Identifier: Apache-2.0
import { type Fields, int, list, map, string, structure, uint32, uint64 } from '../field.ts';
import {
  envoyExtensionsField,
  exposeField,
  meshGatewayField,
  transparentProxyField,
} from './proxy.ts';

const upstreamField = structure({
  Name: string,
  EnterpriseMeta: structure({}),
  Peer: string,
  EnvoyListenerJSON: string,
  EnvoyClusterJSON: string,
  Protocol: string,
  ConnectTimeoutMs: int,
  Limits: structure({
    MaxConnections: int,
    MaxPendingRequests: int,
    MaxConcurrentRequests: int,
  }),
  PassiveHealthCheck: structure({
    Interval: int,
    MaxFailures: uint32,
    EnforcingConsecutive5xx: uint32,
    MaxEjectionPercent: uint32,
    BaseEjectionTime: int,
  }),
  MeshGateway: meshGatewayField,
  BalanceOutboundConnections: string,
});

/** A service-defaults entry, the one kind of config entry whose list can be filtered. */
export const serviceDefaultsFields: Fields = {
  Kind: string,
  Name: string,
  Protocol: string,
  Mode: string,
  TransparentProxy: transparentProxyField,
  MutualTLSMode: string,
  MeshGateway: meshGatewayField,
  Expose: exposeField,
  ExternalSNI: string,
  UpstreamConfig: structure({ Overrides: list(upstreamField), Defaults: upstreamField }),
  Destination: structure({ Addresses: list(string), Port: int }),
  MaxInboundConnections: int,
  LocalConnectTimeoutMs: int,
  LocalRequestTimeoutMs: int,
  BalanceInboundConnections: string,
  RateLimits: structure({
    InstanceLevel: structure({
      RequestsPerSecond: int,
      RequestsMaxBurst: int,
      Routes: list(
        structure({
          PathExact: string,
          PathPrefix: string,
          PathRegex: string,
          RequestsPerSecond: int,
          RequestsMaxBurst: int,
        }),
      ),
    }),
  }),
  EnvoyExtensions: envoyExtensionsField,
  Meta: map(string),
  Hash: uint64,
  EnterpriseMeta: structure({}),
  RaftIndex: structure({}),
  MaxRequestHeadersKB: uint32,
};
