// SPDX-License-Identifier: Apache-2.0
// How a sidecar calls one upstream. In: UpstreamConfig of the caller's service-defaults (defaults, then the override
// for this upstream) and the upstream's registration; the last one that says something wins, key by key.
import type { OpaqueConfig, Upstream } from '../catalog/service.ts';
import type {
  ServiceDefaults,
  UpstreamSettings as Entry,
} from '../config-entries/service-defaults/schema.ts';
import { durationMsAt, foldedConfig, isObject, numberAt, objectAt, textAt } from './opaque.ts';
import { present } from './sidecar-settings.ts';

/** Circuit breaking; absent means Envoy's own. */
export interface Limits {
  readonly maxConnections?: number;
  readonly maxPendingRequests?: number;
  readonly maxConcurrentRequests?: number;
}

/** Outlier detection; absent means Envoy's own. */
export interface PassiveHealthCheck {
  readonly intervalMs?: number;
  readonly maxFailures?: number;
  /** 0–100 */
  readonly enforcingConsecutive5xx?: number;
  /** 0–100 */
  readonly maxEjectionPercent?: number;
  readonly baseEjectionTimeMs?: number;
}

export interface UpstreamSettings {
  /** What the caller says that the upstream speaks; absent, the upstream decides. */
  readonly protocol?: string;
  readonly connectTimeoutMs?: number;
  readonly limits: Limits;
  readonly passiveHealthCheck: PassiveHealthCheck;
  readonly balancesOutbound: boolean;
  /** Escape hatches: Envoy's own JSON, as the user wrote it. */
  readonly listenerJson?: string;
  readonly clusterJson?: string;
}

/** The override for an upstream in the caller's service-defaults. */
export function overrideFor(
  defaults: ServiceDefaults | undefined,
  upstream: Upstream,
): Entry | undefined {
  return defaults?.UpstreamConfig?.Overrides?.find(
    (override) =>
      override.Name === upstream.DestinationName &&
      (override.Peer ?? '') === (upstream.DestinationPeer ?? ''),
  );
}

export function upstreamSettings(
  defaults: ServiceDefaults | undefined,
  upstream: Upstream,
): UpstreamSettings {
  const opaque = foldedConfig(
    configOf(defaults?.UpstreamConfig?.Defaults),
    configOf(overrideFor(defaults, upstream)),
    upstream.Config,
  );
  return {
    limits: limitsOf(objectAt(opaque, 'limits')),
    passiveHealthCheck: passiveHealthCheckOf(objectAt(opaque, 'passive_health_check')),
    balancesOutbound: textAt(opaque, 'balance_outbound_connections') === 'exact_balance',
    ...present({
      protocol: textAt(opaque, 'protocol')?.toLowerCase(),
      connectTimeoutMs: numberAt(opaque, 'connect_timeout_ms', 1),
      listenerJson: textAt(opaque, 'envoy_listener_json'),
      clusterJson: textAt(opaque, 'envoy_cluster_json'),
    }),
  };
}

/** Also of a gateway, whose limits stand in the defaults of the service-defaults named like it. */
export function limitsOf(config: OpaqueConfig | undefined): Limits {
  const opaque = foldedConfig(config);
  return present({
    maxConnections: numberAt(opaque, 'max_connections'),
    maxPendingRequests: numberAt(opaque, 'max_pending_requests'),
    maxConcurrentRequests: numberAt(opaque, 'max_concurrent_requests'),
  });
}

function passiveHealthCheckOf(config: OpaqueConfig | undefined): PassiveHealthCheck {
  const opaque = foldedConfig(config);
  const percentAt = (key: string) => {
    const value = numberAt(opaque, key);
    return value !== undefined && value <= 100 ? value : undefined;
  };
  return present({
    intervalMs: positive(durationMsAt(opaque, 'interval')),
    maxFailures: numberAt(opaque, 'max_failures', 1),
    enforcingConsecutive5xx: percentAt('enforcing_consecutive_5xx'),
    maxEjectionPercent: percentAt('max_ejection_percent'),
    baseEjectionTimeMs: positive(durationMsAt(opaque, 'base_ejection_time')),
  });
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

/** What the fields of an entry say, under the keys of opaque configuration. */
function configOf(entry: Entry | undefined): OpaqueConfig {
  if (entry === undefined) return {};
  return {
    protocol: entry.Protocol || null,
    connect_timeout_ms: entry.ConnectTimeoutMs || null,
    balance_outbound_connections: entry.BalanceOutboundConnections || null,
    limits: isObject(entry.Limits) ? entry.Limits : null,
    passive_health_check: entry.PassiveHealthCheck ?? null,
    envoy_listener_json: entry.EnvoyListenerJSON || null,
    envoy_cluster_json: entry.EnvoyClusterJSON || null,
  };
}
