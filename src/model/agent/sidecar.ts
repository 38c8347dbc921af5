// SPDX-License-Identifier: Apache-2.0
// The sidecar proxy that a service definition nests (`Connect.SidecarService`), with Consul's defaults. Its
// port may be left to the agent, which gives one out when it registers it.
import type { ConnectProxyConfig, NodeService } from '../catalog/service.ts';
import { definitionProblems, serviceMetaError } from '../catalog/service-error.ts';
import { Refusal } from '../refusal.ts';
import { multipleErrors } from '../shape/problems.ts';
import { type CheckType, checkTypeError, isCheckStatus } from './check-type.ts';
import { checksOf, nodeServiceOf, type ServiceDefinition } from './service-definition.ts';

const SUFFIX = '-sidecar-proxy';
const LISTENING_INTERVAL_MS = 10_000;

/** Ports that sidecars without one get, both ends included. */
export interface PortRange {
  readonly min: number;
  readonly max: number;
}

export const DEFAULT_SIDECAR_PORTS: PortRange = { min: 21_000, max: 21_255 };

export interface Sidecar {
  /** Port 0 means that it gets one from the range. */
  readonly service: NodeService;
  /** None means the default checks, see defaultSidecarChecks. */
  readonly checks: readonly CheckType[];
}

/** The id under which a service's nested sidecar is registered. */
export const sidecarIdOf = (serviceId: string): string => `${serviceId}${SUFFIX}`;

/** The sidecar nested in `definition`, undefined when there is none; Refusal when it can't be. */
export function sidecarOf(
  definition: ServiceDefinition,
  service: NodeService,
): Sidecar | undefined {
  const nested = definition.Connect?.SidecarService;
  if (nested === undefined) return undefined;
  const checks = checksOf(nested);
  checkNested(checks);
  const own = nodeServiceOf(nested);
  const metaProblem = serviceMetaError(own);
  if (metaProblem !== undefined) throw invalid(`Invalid SidecarService: ${metaProblem}`);
  const hasMeta = Object.keys(own.Meta ?? {}).length > 0;
  const hasTags = (own.Tags ?? []).length > 0;
  const locality = own.Locality ?? service.Locality;
  const sidecar: NodeService = {
    ...own,
    Kind: own.Kind ?? 'connect-proxy',
    ID: sidecarIdOf(service.ID),
    Service: own.Service === '' ? `${service.Service}${SUFFIX}` : own.Service,
    Tags: hasTags ? own.Tags : (service.Tags ?? own.Tags),
    Address: own.Address === '' ? service.Address : own.Address,
    Meta: hasMeta ? own.Meta : (service.Meta ?? own.Meta),
    ...(locality === undefined ? {} : { Locality: locality }),
    Proxy: proxyFor(own.Proxy, service),
  };
  const problems = definitionProblems(sidecar);
  if (problems.length > 0) throw invalid(`Failed Validation: ${multipleErrors(problems)}`);
  return { service: sidecar, checks };
}

/** What is wrong with the nesting itself. */
export function nestingProblems(definition: ServiceDefinition): string[] {
  const nested = definition.Connect?.SidecarService;
  if (nested === undefined) return [];
  const problems: string[] = [];
  if (nested.ID) {
    problems.push('A SidecarService cannot specify an ID as this is managed by the agent');
  }
  if (nested.Connect?.SidecarService !== undefined) {
    problems.push('A SidecarService cannot have a nested SidecarService');
  }
  return problems;
}

/** The checks of a sidecar that defines none: it listens, and its service is healthy. */
export function defaultSidecarChecks(sidecar: NodeService): readonly CheckType[] {
  const serviceId = sidecar.ID.slice(0, -SUFFIX.length);
  const address = sidecar.Address || sidecar.Proxy.LocalServiceAddress || '';
  const host = address.includes(':') ? `[${address}]` : address;
  return [
    {
      Name: 'Connect Sidecar Listening',
      TCP: `${host}:${sidecar.Port}`,
      Interval: LISTENING_INTERVAL_MS,
    },
    { Name: `Connect Sidecar Aliasing ${serviceId}`, AliasService: serviceId },
  ];
}

/**
 * The port of a sidecar that asks for none: the one it has, if that is in the range, else the lowest that none of
 * `others` uses. Refusal when none is left.
 */
export function sidecarPort(
  id: string,
  others: readonly Pick<NodeService, 'ID' | 'Port'>[],
  range: PortRange,
): number {
  const used = new Set<number>();
  for (const { ID, Port } of others) {
    if (Port < range.min || Port > range.max) continue;
    if (ID === id) return Port;
    used.add(Port);
  }
  if (range.min < 1 || range.max < 1) {
    throw new Refusal(
      'rpc-error',
      'no port provided for sidecar_service and auto-assignment disabled in config',
    );
  }
  for (let port = range.min; port <= range.max; port += 1) if (!used.has(port)) return port;
  throw new Refusal(
    'rpc-error',
    `no port provided for sidecar_service and none left in the configured range [${range.min}, ${range.max}]`,
  );
}

function proxyFor(proxy: ConnectProxyConfig, service: NodeService): ConnectProxyConfig {
  return {
    ...proxy,
    DestinationServiceName: proxy.DestinationServiceName ?? service.Service,
    DestinationServiceID: proxy.DestinationServiceID ?? service.ID,
    ...localService(proxy, service),
  };
}

function localService(
  proxy: ConnectProxyConfig,
  service: NodeService,
): Pick<ConnectProxyConfig, 'LocalServiceAddress' | 'LocalServicePort' | 'LocalServiceSocketPath'> {
  if (proxy.LocalServiceSocketPath !== undefined) return {};
  const hasPort = (proxy.LocalServicePort ?? 0) > 0;
  if (proxy.LocalServiceAddress !== undefined && hasPort) return {};
  if (service.SocketPath) return { LocalServiceSocketPath: service.SocketPath };
  const port = hasPort ? proxy.LocalServicePort : service.Port;
  return {
    LocalServiceAddress: proxy.LocalServiceAddress ?? '127.0.0.1',
    ...(port === undefined || port === 0 ? {} : { LocalServicePort: port }),
  };
}

function checkNested(checks: readonly CheckType[]): void {
  for (const check of checks) {
    const problem = checkTypeError(check);
    if (problem !== undefined) throw invalid(`Invalid check in sidecar_service: ${problem}`);
    if (check.Status && !isCheckStatus(check.Status)) {
      throw invalid("Status for checks must 'passing', 'warning', 'critical'");
    }
  }
}

const invalid = (message: string): Refusal => new Refusal('invalid-argument', message);
