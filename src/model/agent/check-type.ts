// SPDX-License-Identifier: Apache-2.0
// What a check does, as a registration asks for it, and which of these can be asked for.
import {
  bool,
  ignored,
  int,
  list,
  map,
  milliseconds,
  named,
  object,
  type Shape,
  string,
} from '../shape/shape.ts';

/** How a check finds out; exactly one of the targets is meant. Absent fields have Go's zero value. Durations in ms. */
export interface CheckType {
  readonly CheckID?: string;
  readonly Name?: string;
  readonly Status?: string;
  readonly Notes?: string;
  readonly ScriptArgs?: readonly string[];
  readonly HTTP?: string;
  readonly H2PING?: string;
  /** Default true when H2PING is set. */
  readonly H2PingUseTLS?: boolean;
  readonly Header?: Readonly<Record<string, readonly string[]>>;
  readonly Method?: string;
  readonly Body?: string;
  readonly DisableRedirects?: boolean;
  readonly TCP?: string;
  readonly TCPUseTLS?: boolean;
  readonly UDP?: string;
  readonly Interval?: number;
  readonly AliasNode?: string;
  readonly AliasService?: string;
  readonly DockerContainerID?: string;
  readonly Shell?: string;
  readonly GRPC?: string;
  readonly GRPCUseTLS?: boolean;
  readonly OSService?: string;
  readonly TLSServerName?: string;
  readonly TLSSkipVerify?: boolean;
  readonly Timeout?: number;
  readonly TTL?: number;
  readonly SuccessBeforePassing?: number;
  readonly FailuresBeforeWarning?: number;
  readonly FailuresBeforeCritical?: number;
  readonly DeregisterCriticalServiceAfter?: number;
  readonly OutputMaxSize?: number;
}

/** A check that is registered by itself: of a service when ServiceID is set, else of the node. */
export interface CheckDefinition extends Omit<CheckType, 'CheckID'> {
  readonly ID?: string;
  readonly ServiceID?: string;
  /** Read as one, and kept by nobody while there are no tokens that it could be. */
  readonly Token?: string;
}

const CHECK_ID = named(string, 'types.CheckID');

const SHARED_FIELDS = {
  Name: string,
  Status: string,
  Notes: string,
  ScriptArgs: list(string),
  HTTP: string,
  H2PING: string,
  H2PingUseTLS: bool,
  Header: map(list(string)),
  Method: string,
  Body: string,
  DisableRedirects: bool,
  TCP: string,
  TCPUseTLS: bool,
  UDP: string,
  Interval: milliseconds,
  AliasNode: string,
  AliasService: string,
  DockerContainerID: string,
  Shell: string,
  GRPC: string,
  GRPCUseTLS: bool,
  OSService: string,
  TLSServerName: string,
  TLSSkipVerify: bool,
  Timeout: milliseconds,
  TTL: milliseconds,
  SuccessBeforePassing: int,
  FailuresBeforeWarning: int,
  FailuresBeforeCritical: int,
  DeregisterCriticalServiceAfter: milliseconds,
  OutputMaxSize: int,
};

const IN_BODIES = [
  'args',
  'script_args',
  'deregister_critical_service_after',
  'docker_container_id',
  'tls_server_name',
  'tls_skip_verify',
  'tcp_use_tls',
  'grpc_use_tls',
  'h2ping_use_tls',
  'service_id',
];

/** A check inside a service definition; in files its id is spelled as that of a check of its own. */
export const checkTypeShape: Shape<CheckType> = object(
  '.Alias',
  {
    ...SHARED_FIELDS,
    CheckID: CHECK_ID,
    ServiceID: ignored,
    ProxyHTTP: ignored,
    ProxyGRPC: ignored,
  },
  { ScriptArgs: ['args'], CheckID: ['id'] },
  { also: IN_BODIES },
);

/** A check by itself. */
export const checkDefinitionShape: Shape<CheckDefinition> = object(
  '.Alias',
  { ...SHARED_FIELDS, ID: CHECK_ID, ServiceID: string, Token: string },
  { ScriptArgs: ['args'] },
  { also: [...IN_BODIES, 'disable_redirects'] },
);

export function checkTypeOf(definition: CheckDefinition): CheckType {
  const { ID, ServiceID: _of, Token: _unused, ...rest } = definition;
  return ID === undefined ? rest : { ...rest, CheckID: ID };
}

const isSet = (text: string | undefined): boolean => text !== undefined && text !== '';

export const isAlias = (check: CheckType): boolean =>
  isSet(check.AliasNode) || isSet(check.AliasService);

export const isScript = (check: CheckType): boolean => (check.ScriptArgs?.length ?? 0) > 0;

const isProbe = (check: CheckType): boolean =>
  isScript(check) ||
  [check.HTTP, check.TCP, check.UDP, check.GRPC, check.H2PING, check.OSService].some(isSet);

/** Why a check can't be, in Consul's words; undefined when it can. */
export function checkTypeError(check: CheckType): string | undefined {
  const interval = check.Interval ?? 0;
  const ttl = check.TTL ?? 0;
  if (interval > 0 && ttl > 0) return 'Interval and TTL cannot both be specified';
  if (isProbe(check) && interval <= 0) {
    return 'Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks';
  }
  if (isProbe(check) && isAlias(check)) return 'Interval cannot be set for Alias checks';
  if (isAlias(check) && ttl > 0) return 'TTL must be not be set for Alias checks';
  if (!isProbe(check) && !isAlias(check) && ttl <= 0) return 'TTL must be > 0 for TTL checks';
  if ((check.OutputMaxSize ?? 0) < 0) return 'MaxOutputMaxSize must be positive';
  if ((check.FailuresBeforeWarning ?? 0) > (check.FailuresBeforeCritical ?? 0)) {
    return "FailuresBeforeWarning can't be higher than FailuresBeforeCritical";
  }
  return undefined;
}

export type CheckKind =
  | 'grpc'
  | 'http'
  | 'ttl'
  | 'tcp'
  | 'udp'
  | 'alias'
  | 'docker'
  | 'script'
  | 'h2ping'
  | 'os_service';

/** The Type that the API shows; the first that applies, when several targets are set. */
export function checkKindOf(check: CheckType): CheckKind {
  if (isSet(check.GRPC)) return 'grpc';
  if (isSet(check.HTTP)) return 'http';
  if ((check.TTL ?? 0) > 0) return 'ttl';
  if (isSet(check.TCP)) return 'tcp';
  if (isSet(check.UDP)) return 'udp';
  if (isAlias(check)) return 'alias';
  if (isScript(check)) return isSet(check.DockerContainerID) ? 'docker' : 'script';
  return isSet(check.H2PING) ? 'h2ping' : 'os_service';
}

/** Which checks an agent runs that not every agent should or can. */
export interface ChecksAllowed {
  /** Whoever registers a script has a program of their choice run on this machine. */
  readonly scripts: boolean;
  /** Whether this machine has services that can be asked for. */
  readonly osServices: boolean;
  /** Where the definition comes from: a file of this machine, or anybody who reaches the API. */
  readonly source: 'local' | 'remote';
}

export const NO_PROGRAMS: ChecksAllowed = { scripts: false, osServices: false, source: 'remote' };

/** Why this agent doesn't run such a check, in Consul's words; undefined when it does. */
export function unsupportedCheck(check: CheckType, allowed: ChecksAllowed): string | undefined {
  if (isScript(check) && !allowed.scripts) return scriptsDisabled(allowed.source);
  const isOsService = !isScript(check) && checkKindOf(check) === 'os_service';
  return isOsService && !allowed.osServices ? 'not implemented' : undefined;
}

function scriptsDisabled(source: ChecksAllowed['source']): string {
  return source === 'local'
    ? "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true"
    : "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true";
}

export const isCheckStatus = (status: string): boolean =>
  status === 'passing' || status === 'warning' || status === 'critical';
