// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import { multipleErrors } from '../../shape/problems.ts';
import { extensionProblems } from '../extension-problems.ts';
import { mutualTlsModeError } from '../proxy-parts.ts';
import type { ServiceDefaults, UpstreamSettings } from './schema.ts';

const PROTOCOLS = ['', 'http', 'http2', 'grpc', 'tcp'];
const BALANCES = ['', 'exact_balance'];

export function validateServiceDefaults(entry: ServiceDefaults): void {
  if (entry.Name === '') throw refused('Name is required');
  if (entry.Name === '*') {
    throw refused('service-defaults name must be the name of a service, and not a wildcard');
  }
  const { UpstreamConfig, Destination, BalanceInboundConnections = '', Protocol = '' } = entry;
  const problems = [...metaProblems(entry)];
  if (!BALANCES.includes(BalanceInboundConnections)) {
    problems.push(`invalid value for balance_inbound_connections: ${BalanceInboundConnections}`);
  }
  if (!PROTOCOLS.includes(Protocol)) problems.push(`invalid value for protocol: ${Protocol}`);
  if (UpstreamConfig && Destination) {
    problems.push('UpstreamConfig and Destination are mutually exclusive for service defaults');
    return refuseProblems(problems);
  }
  problems.push(...upstreamConfigProblems(UpstreamConfig ?? {}));
  if (Destination) problems.push(...destinationProblems(Destination));
  if (entry.RateLimits) {
    problems.push('invalid rate_limits config. Rate limiting is a consul enterprise feature');
  }
  problems.push(...extensionProblems(entry.EnvoyExtensions));
  const modeError = mutualTlsModeError(entry.MutualTLSMode);
  if (modeError !== undefined) throw refused(modeError);
  refuseProblems(problems);
}

function upstreamConfigProblems({
  Overrides = [],
  Defaults,
}: NonNullable<ServiceDefaults['UpstreamConfig']>): readonly string[] {
  const problems: string[] = [];
  for (const override of Overrides) {
    const problem = nameError(override.Name ?? '') ?? settingsError(override);
    if (problem === undefined) continue;
    // Who has no name is shown without its peer.
    const { Name = '', Peer = '' } = override;
    const upstream = `${Name}:${Name === '' ? '' : Peer}`;
    problems.push(`error in upstream override for ${upstream}: ${problem}`);
  }
  if (Defaults === undefined) return problems;
  const problem = Defaults.Name ? 'Name must be empty' : settingsError(Defaults);
  return problem === undefined ? problems : [...problems, `error in upstream defaults: ${problem}`];
}

function nameError(name: string): string | undefined {
  if (name === '') return 'Name is required';
  return name === '*' ? 'Wildcard name is not supported' : undefined;
}

function settingsError(settings: UpstreamSettings): string | undefined {
  const { BalanceOutboundConnections = '' } = settings;
  const problems = [healthCheckError(settings), limitsError(settings)].filter(
    (problem) => problem !== undefined,
  );
  if (!BALANCES.includes(BalanceOutboundConnections)) {
    problems.push(`invalid value for balance_outbound_connections: ${BalanceOutboundConnections}`);
  }
  return problems.length === 0 ? undefined : multipleErrors(problems);
}

function healthCheckError({ PassiveHealthCheck }: UpstreamSettings): string | undefined {
  const number = (name: string): number => Number(PassiveHealthCheck?.[name] ?? 0);
  if (number('Interval') < 0) return 'passive health check interval cannot be negative';
  if (number('EnforcingConsecutive5xx') > 100) {
    return 'passive health check enforcing_consecutive_5xx must be a percentage between 0 and 100';
  }
  if (number('MaxEjectionPercent') > 100) {
    return 'passive health check max_ejection_percent must be a percentage between 0 and 100';
  }
  if (number('BaseEjectionTime') < 0) {
    return 'passive health check base_ejection_time cannot be negative';
  }
  return undefined;
}

function limitsError({ Limits }: UpstreamSettings): string | undefined {
  if ((Limits?.MaxConnections ?? 0) < 0) return 'max connections cannot be negative';
  if ((Limits?.MaxPendingRequests ?? 0) < 0) return 'max pending requests cannot be negative';
  if ((Limits?.MaxConcurrentRequests ?? 0) < 0) return 'max concurrent requests cannot be negative';
  return undefined;
}

function destinationProblems({
  Addresses,
  Port,
}: NonNullable<ServiceDefaults['Destination']>): readonly string[] {
  const problems: string[] = [];
  if (Addresses.length === 0) problems.push('Destination must contain at least one valid address');
  const seen = new Set<string>();
  for (const address of Addresses) {
    if (seen.has(address)) {
      problems.push(`Duplicate address '${address}' is not allowed`);
    } else if (!isEndpointAddress(address)) {
      problems.push(
        `Destination address '${address}' is invalid Could not validate address ${address} as an IP or Hostname`,
      );
    }
    seen.add(address);
  }
  if (Port < 1 || Port > 65_535) problems.push(`Invalid Port number ${Port}`);
  return problems;
}

// DNS itself allows nearly anything in a name.
function isEndpointAddress(address: string): boolean {
  if (isIP(address) !== 0) return true;
  if (address === '' || address.includes('*') || address.length > 254) return false;
  const labels = address.replace(/\.$/, '').split('.');
  return labels.every((label) => label.length > 0 && label.length <= 63);
}
