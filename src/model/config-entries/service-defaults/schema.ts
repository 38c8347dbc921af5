// SPDX-License-Identifier: Apache-2.0
import type { MeshGatewayConfig, OpaqueConfig } from '../../catalog/service.ts';
import type { ConfigEntry } from '../entry.ts';

/** Limits and timeouts toward an upstream; absent means Consul's default. */
export interface UpstreamSettings {
  readonly Name?: string;
  readonly Peer?: string;
  readonly Protocol?: string;
  readonly ConnectTimeoutMs?: number;
  readonly MeshGateway?: MeshGatewayConfig;
  readonly BalanceOutboundConnections?: string;
  readonly Limits?: {
    readonly MaxConnections?: number | null;
    readonly MaxPendingRequests?: number | null;
    readonly MaxConcurrentRequests?: number | null;
  } | null;
  readonly PassiveHealthCheck?: OpaqueConfig | null;
  readonly EnvoyListenerJSON?: string;
  readonly EnvoyClusterJSON?: string;
}

export interface ServiceDefaults extends ConfigEntry {
  readonly Kind: 'service-defaults';
  /** 'tcp', 'http', 'http2' or 'grpc'; absent falls back to proxy-defaults, then 'tcp'. */
  readonly Protocol?: string;
  readonly Mode?: string;
  readonly BalanceInboundConnections?: string;
  readonly TransparentProxy?: OpaqueConfig;
  readonly MutualTLSMode?: string;
  readonly MeshGateway?: MeshGatewayConfig;
  readonly Expose?: { readonly Checks?: boolean; readonly Paths?: readonly OpaqueConfig[] };
  readonly ExternalSNI?: string;
  readonly UpstreamConfig?: {
    readonly Overrides?: readonly UpstreamSettings[];
    readonly Defaults?: UpstreamSettings;
  } | null;
  readonly Destination?: { readonly Addresses: readonly string[]; readonly Port: number } | null;
  readonly MaxInboundConnections?: number;
  readonly LocalConnectTimeoutMs?: number;
  readonly LocalRequestTimeoutMs?: number;
  readonly RateLimits?: OpaqueConfig | null;
  readonly EnvoyExtensions?: readonly OpaqueConfig[];
  readonly MaxRequestHeadersKB?: number;
}
