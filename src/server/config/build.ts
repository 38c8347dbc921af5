// SPDX-License-Identifier: Apache-2.0
// What the sources set together, made into the configuration of a server. In: merged raw values and where
// each was set. Out: the configuration, or every problem found. It reads no file and opens no port.
import { agentAddresses, listenOn } from './addresses/addresses.ts';
import type { AgentConfig } from './agent-config.ts';
import { caSettings } from './ca-settings.ts';
import { checkSettings } from './check-settings.ts';
import { ConfigError } from './config-error.ts';
import { bootstrapEntries, checkDefinitions, serviceDefinitions } from './definitions.ts';
import { Findings } from './findings.ts';
import { bodyLimits, httpSettings } from './http-settings.ts';
import {
  datacenterOf,
  dataDirOf,
  localityOf,
  nodeIdOf,
  nodeMetaOf,
  nodeNameOf,
} from './identity.ts';
import { AGENT_KEYS } from './keys/keys.ts';
import type { RawConfig } from './keys/keys.ts';
import type { Machine } from './addresses/machine.ts';
import type { Merged } from './sources/merge.ts';
import {
  autopilotOf,
  intentionPolicyOf,
  logLevelOf,
  peeringLimitsOf,
  portsOf,
} from './settings.ts';
import { telemetrySettings } from './telemetry-settings.ts';
import { httpsTlsOf } from './tls-settings.ts';
import { leavesOf } from './keys/standing.ts';
import { watchesOf } from './watches.ts';

const MINUTE_MS = 60_000;
// Told alone: whatever else such a configuration says is meant for another kind of agent.
const NO_CLIENT_AGENT =
  'client agents are not built yet: start a server with -server, or one for development with -dev';

/** Throws ConfigError with all problems. `notes` are those of reading the sources. */
export function buildConfig(
  { raw, origins }: Merged,
  options: {
    readonly devMode: boolean;
    readonly machine: Machine;
    readonly notes: readonly string[];
  },
): AgentConfig {
  const { devMode, machine } = options;
  if (raw.server !== true) throw new ConfigError([NO_CLIENT_AGENT]);
  const findings = new Findings(origins);
  applyStandings(raw, findings);
  checkBootstrapExpect(raw, devMode, findings);
  const nodeName = nodeNameOf(raw, machine, findings);
  const ports = portsOf(raw, findings);
  const addresses = agentAddresses(raw, findings, machine);
  const checks = checkSettings(raw, machine, findings);
  const listen = (key: 'http' | 'https' | 'grpc' | 'grpc_tls', port: number) =>
    listenOn(key, port, raw, addresses.clientAddrs, { findings, machine });
  const config: AgentConfig = {
    devMode,
    datacenter: datacenterOf(raw, findings),
    nodeName,
    nodeId: nodeIdOf(raw, findings),
    nodeMeta: nodeMetaOf(raw, findings),
    locality: localityOf(raw, findings),
    domain: (raw.domain ?? 'consul').toLowerCase().replace(/\.$/, ''),
    dataDir: dataDirOf(raw, devMode, findings),
    pidFile: raw.pid_file || undefined,
    ...addresses,
    ports,
    listen: {
      http: listen('http', ports.http),
      https: listen('https', ports.https),
      grpc: listen('grpc', ports.grpc),
      grpcTls: listen('grpc_tls', ports.grpcTls),
    },
    tls: { https: httpsTlsOf(raw, findings) },
    defaultIntentionPolicy: intentionPolicyOf(raw, findings),
    configEntriesBootstrap: bootstrapEntries(raw, findings),
    services: serviceDefinitions(raw, checks.local, findings),
    checks: checkDefinitions(raw, nodeName, checks.local, findings),
    connect: { ca: caSettings(raw, findings) },
    hasCoordinates: !(raw.disable_coordinates ?? false),
    peering: { enabled: raw.peering?.enabled ?? true, limits: peeringLimitsOf(raw, findings) },
    log: { level: logLevelOf(raw, findings), json: raw.log_json ?? false },
    telemetry: telemetrySettings(raw, machine.hostname(), findings),
    queries: {
      defaultMs: findings.durationMs('default_query_time', raw.default_query_time, 5 * MINUTE_MS),
      maxMs: findings.durationMs('max_query_time', raw.max_query_time, 10 * MINUTE_MS),
    },
    checkSettings: checks,
    http: httpSettings(raw, devMode, findings),
    bodyLimits: bodyLimits(raw),
    sockets: {
      user: raw.unix_sockets?.user || undefined,
      group: raw.unix_sockets?.group || undefined,
      mode: raw.unix_sockets?.mode || undefined,
    },
    autopilot: autopilotOf(raw, findings),
    watches: watchesOf(raw, findings),
    leaveOnTerminate: raw.leave_on_terminate ?? false,
    skipLeaveOnInterrupt: raw.skip_leave_on_interrupt ?? true,
    notes: [...options.notes, ...findings.notes],
  };
  const { listen: at, watches } = config;
  if (watches.length > 0 && at.http.length === 0 && at.https.length === 0) {
    findings.problem('watches', 'watch plans require an HTTP or HTTPS endpoint');
  }
  if (findings.problems.length > 0) throw new ConfigError(findings.problems);
  return deepFreeze(config);
}

/** Notes the keys without effect, and refuses those that promise too much. */
function applyStandings(raw: RawConfig, findings: Findings): void {
  for (const { name, key, value } of leavesOf(AGENT_KEYS, raw)) {
    const { standing } = key;
    if (standing.is === 'used' || !findings.isSet(name)) continue;
    if (standing.is === 'refused' && standing.promises(value)) {
      findings.problem(name, `${name} is refused: ${standing.why}`);
    } else if (standing.is === 'noted' && standing.because === 'enterprise') {
      const text = 'is a Consul Enterprise configuration and will have no effect';
      findings.note(`${JSON.stringify(name)} ${text}`);
    } else {
      findings.noteMeaningless(name);
    }
  }
}

function checkBootstrapExpect(raw: RawConfig, devMode: boolean, findings: Findings): void {
  const expected = raw.bootstrap_expect ?? 0;
  if (expected < 0) {
    const rule = 'Must be greater than or equal to zero';
    findings.problem('bootstrap_expect', `bootstrap_expect cannot be ${expected}. ${rule}`);
  }
  if (expected > 1 && devMode) {
    findings.problem('bootstrap_expect', `'bootstrap_expect > 0' not allowed in dev mode`);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
