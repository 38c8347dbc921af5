// SPDX-License-Identifier: Apache-2.0
import type { GatewayMode, MeshGatewayConfig, Upstream } from '../catalog/service.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type {
  ServiceDefaults,
  UpstreamSettings,
} from '../config-entries/service-defaults/schema.ts';

export interface GatewayModeInput {
  readonly proxyDefaults: ProxyDefaults | undefined;
  /** service-defaults of the caller. */
  readonly serviceDefaults: ServiceDefaults | undefined;
  /** The override for this upstream in them. */
  readonly override: UpstreamSettings | undefined;
  /** The caller's proxy registration. */
  readonly proxy: MeshGatewayConfig;
  readonly upstream: Upstream;
}

/** The gateway mode of an upstream: the last of these that says one (dataplane §4.5). '' when none does. */
export function gatewayModeOf(input: GatewayModeInput): GatewayMode {
  const { proxyDefaults, serviceDefaults, override, proxy, upstream } = input;
  const inOrder = [
    proxyDefaults?.MeshGateway,
    serviceDefaults?.MeshGateway,
    serviceDefaults?.UpstreamConfig?.Defaults?.MeshGateway,
    proxy,
    override?.MeshGateway,
    upstream.MeshGateway,
  ];
  return inOrder.reduce<GatewayMode>((mode, config) => config?.Mode || mode, '');
}
