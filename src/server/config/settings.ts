// SPDX-License-Identifier: Apache-2.0
import type { LogLevel } from '../../model/logger.ts';
import { type AutopilotConfig, DEFAULT_AUTOPILOT } from '../../model/operator/autopilot.ts';
import { DEFAULT_PEERING_LIMITS } from '../../model/peering/limits.ts';
import type { PeeringLimits } from '../../model/peering/limits.ts';
import type { AgentPorts } from './agent-config.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

export function portsOf(raw: RawConfig, findings: Findings): AgentPorts {
  const given = raw.ports ?? {};
  const ports: AgentPorts = {
    http: findings.port('ports.http', given.http, 8500),
    https: findings.port('ports.https', given.https, -1),
    grpc: findings.port('ports.grpc', given.grpc, -1),
    grpcTls: findings.port('ports.grpc_tls', given.grpc_tls, 8503),
    dns: findings.port('ports.dns', given.dns, 8600),
    server: findings.port('ports.server', given.server, 8300),
    serfLan: findings.port('ports.serf_lan', given.serf_lan, 8301),
    serfWan: findings.port('ports.serf_wan', given.serf_wan, 8302),
    sidecarMin: findings.port('ports.sidecar_min_port', given.sidecar_min_port, 21_000),
    sidecarMax: findings.port('ports.sidecar_max_port', given.sidecar_max_port, 21_255),
  };
  if (ports.server <= 0) findings.problem('ports.server', 'server-port must be greater than zero');
  if (ports.serfLan <= 0) {
    findings.problem('ports.serf_lan', 'serf-lan-port must be greater than zero');
  }
  if (ports.sidecarMax < ports.sidecarMin) {
    const hint = 'To disable, set both to zero.';
    const text = `sidecar_min_port must be less than sidecar_max_port. ${hint}`;
    findings.problem('ports.sidecar_min_port', text);
  }
  return ports;
}

/** What a cluster begins with; afterwards it is changed through the API. */
export function autopilotOf(raw: RawConfig, findings: Findings): AutopilotConfig {
  const given = raw.autopilot ?? {};
  const initial = DEFAULT_AUTOPILOT;
  const count = (key: 'max_trailing_logs' | 'min_quorum', otherwise: number): number => {
    const value = given[key] ?? otherwise;
    if (value >= 0) return value;
    const rule = 'Must be greater than or equal to zero';
    findings.problem(`autopilot.${key}`, `autopilot.${key} cannot be ${value}. ${rule}`);
    return otherwise;
  };
  return {
    ...initial,
    CleanupDeadServers: given.cleanup_dead_servers ?? initial.CleanupDeadServers,
    LastContactThreshold: findings.durationMs(
      'autopilot.last_contact_threshold',
      given.last_contact_threshold,
      initial.LastContactThreshold,
    ),
    MaxTrailingLogs: count('max_trailing_logs', initial.MaxTrailingLogs),
    MinQuorum: count('min_quorum', initial.MinQuorum),
    ServerStabilizationTime: findings.durationMs(
      'autopilot.server_stabilization_time',
      given.server_stabilization_time,
      initial.ServerStabilizationTime,
    ),
    RedundancyZoneTag: given.redundancy_zone_tag ?? initial.RedundancyZoneTag,
    DisableUpgradeMigration: given.disable_upgrade_migration ?? initial.DisableUpgradeMigration,
    UpgradeVersionTag: given.upgrade_version_tag ?? initial.UpgradeVersionTag,
  };
}

export function intentionPolicyOf(raw: RawConfig, findings: Findings): 'allow' | 'deny' {
  const policy = raw.default_intention_policy || 'allow';
  if (policy === 'allow' || policy === 'deny') return policy;
  const text = `default_intention_policy must be "allow" or "deny", not ${JSON.stringify(policy)}`;
  findings.problem('default_intention_policy', text);
  return 'deny';
}

export function peeringLimitsOf(raw: RawConfig, findings: Findings): PeeringLimits {
  const given = raw.peering ?? {};
  const positive = (key: keyof typeof given, value: unknown, initial: number): number => {
    if (value === undefined) return initial;
    if (typeof value === 'number' && value > 0) return value;
    findings.problem(`peering.${key}`, `peering.${key} must be greater than zero`);
    return initial;
  };
  const initial = DEFAULT_PEERING_LIMITS;
  return {
    ...initial,
    maxMessageBytes: positive(
      'max_message_bytes',
      given.max_message_bytes,
      initial.maxMessageBytes,
    ),
    maxServices: positive('max_services', given.max_services, initial.maxServices),
    maxInstancesPerService: positive(
      'max_instances_per_service',
      given.max_instances_per_service,
      initial.maxInstancesPerService,
    ),
    maxInstances: positive('max_instances', given.max_instances, initial.maxInstances),
    maxChecksPerInstance: positive(
      'max_checks_per_instance',
      given.max_checks_per_instance,
      initial.maxChecksPerInstance,
    ),
    burstMessages: positive('burst_messages', given.burst_messages, initial.burstMessages),
    messagesPerSecond: positive(
      'messages_per_second',
      given.messages_per_second,
      initial.messagesPerSecond,
    ),
  };
}

const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  err: 'error',
  error: 'error',
};

export function logLevelOf(raw: RawConfig, findings: Findings): LogLevel {
  const written = raw.log_level ?? 'INFO';
  const level = LEVELS[written.toLowerCase()];
  if (level !== undefined) return level;
  const valid = Object.keys(LEVELS).join(' ').toUpperCase();
  const text = `Invalid log level: ${written}. Valid log levels are: [${valid}]`;
  findings.problem('log_level', text);
  return 'info';
}
