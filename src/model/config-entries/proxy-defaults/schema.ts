// SPDX-License-Identifier: Apache-2.0
import type { MeshGatewayConfig, OpaqueConfig } from '../../catalog/service.ts';
import type { ConfigEntry } from '../entry.ts';

/** Defaults of every proxy; its only name is 'global'. */
export interface ProxyDefaults extends ConfigEntry {
  readonly Kind: 'proxy-defaults';
  readonly Config?: OpaqueConfig | null;
  readonly Mode?: string;
  readonly TransparentProxy?: OpaqueConfig;
  readonly MutualTLSMode?: string;
  readonly MeshGateway?: MeshGatewayConfig;
  readonly Expose?: { readonly Checks?: boolean; readonly Paths?: readonly OpaqueConfig[] };
  readonly AccessLogs?: OpaqueConfig;
  readonly EnvoyExtensions?: readonly OpaqueConfig[];
  readonly FailoverPolicy?: OpaqueConfig;
  readonly PrioritizeByLocality?: OpaqueConfig;
}
