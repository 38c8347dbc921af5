// SPDX-License-Identifier: Apache-2.0
// What /v1/catalog/register takes: the shape of its body, and what a body means. In: what a client sent.
// Out: a registration with full shapes, or a Refusal with Consul's text.
import { formatDuration } from '../duration.ts';
import { Refusal } from '../refusal.ts';
import { bool, int, list, map, nanoseconds, object, string, type ValueOf } from '../shape/shape.ts';
import type { HealthCheck } from './check.ts';
import { connectShape, proxyShape } from './proxy-shape.ts';
import { multipleErrors } from '../shape/problems.ts';
import { serviceMetaError, serviceProblems } from './service-error.ts';
import type { ConnectProxyConfig, NodeService, Upstream } from './service.ts';

const INDEXES = { CreateIndex: int, ModifyIndex: int } as const;
const localityShape = object('Locality', { Region: string, Zone: string });

const serviceShape = object('NodeService', {
  Kind: string,
  ID: string,
  Service: string,
  Tags: list(string),
  Address: string,
  TaggedAddresses: map(object('ServiceAddress', { Address: string, Port: int })),
  Meta: map(string),
  Port: int,
  Ports: list(object('ServicePort', { Name: string, Port: int, Default: bool })),
  SocketPath: string,
  Weights: object('Weights', { Passing: int, Warning: int }),
  EnableTagOverride: bool,
  Locality: localityShape,
  Proxy: proxyShape,
  Connect: connectShape,
  PeerName: string,
  ...INDEXES,
});

const definitionShape = object('.Alias', {
  HTTP: string,
  TLSServerName: string,
  TLSSkipVerify: bool,
  Header: map(list(string)),
  Method: string,
  Body: string,
  DisableRedirects: bool,
  TCP: string,
  TCPUseTLS: bool,
  UDP: string,
  H2PING: string,
  OSService: string,
  H2PingUseTLS: bool,
  Interval: nanoseconds,
  OutputMaxSize: int,
  Timeout: nanoseconds,
  DeregisterCriticalServiceAfter: nanoseconds,
  ScriptArgs: list(string),
  DockerContainerID: string,
  Shell: string,
  GRPC: string,
  GRPCUseTLS: bool,
  AliasNode: string,
  AliasService: string,
  SessionName: string,
  TTL: nanoseconds,
});

const checkShape = object('HealthCheck', {
  Node: string,
  CheckID: string,
  Name: string,
  Status: string,
  Notes: string,
  Output: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: list(string),
  Type: string,
  Interval: string,
  Timeout: string,
  ExposedPort: int,
  PeerName: string,
  Definition: definitionShape,
  ...INDEXES,
});

export const registerRequestShape = object('RegisterRequest', {
  Datacenter: string,
  ID: string,
  Node: string,
  Address: string,
  TaggedAddresses: map(string),
  NodeMeta: map(string),
  Service: serviceShape,
  Check: checkShape,
  Checks: list(checkShape),
  Locality: localityShape,
  SkipNodeUpdate: bool,
  PeerName: string,
  Token: string,
  ...INDEXES,
});

export type RegisterRequest = ValueOf<typeof registerRequestShape>;
type ServiceRequest = NonNullable<RegisterRequest['Service']>;
type CheckRequest = NonNullable<RegisterRequest['Check']>;

/** Refuses a request that claims to come from a peer: imports come over the peer stream alone. */
export function refusePeerName(request: RegisterRequest): void {
  const checks = [request.Check, ...(request.Checks ?? [])];
  const names = [request.PeerName, request.Service?.PeerName, ...checks.map((c) => c?.PeerName)];
  if (names.some((name) => name !== undefined && name !== '')) {
    throw new Refusal('rpc-error', 'cannot register requests with PeerName in them');
  }
}

/** What a request asks for, checked; `datacenter` is that of this cluster. */
export function registrationOf(request: RegisterRequest, datacenter: string) {
  const { Node: name = '', ID = '', Address = '', Locality, SkipNodeUpdate = false } = request;
  if (name === '') throw new Refusal('rpc-error', 'Must provide node');
  const idError = ID === '' ? undefined : uuidError(ID);
  if (idError !== undefined) throw new Refusal('rpc-error', `Bad node ID: ${idError}`);
  if (Address === '' && !SkipNodeUpdate) {
    throw new Refusal('rpc-error', 'Must provide address if SkipNodeUpdate is not set');
  }
  const checks = [...(request.Checks ?? []), ...(request.Check ? [request.Check] : [])];
  const node = {
    ID,
    Node: name,
    Address,
    Datacenter: datacenter,
    TaggedAddresses: request.TaggedAddresses ?? null,
    Meta: request.NodeMeta ?? null,
    ...(Locality === undefined ? {} : { Locality }),
  };
  return {
    node,
    ...(request.Service === undefined ? {} : { service: checkedService(request.Service, name) }),
    checks: checks.map(checkOf),
    skipNodeUpdate: SkipNodeUpdate,
  };
}

function checkedService(request: ServiceRequest, node: string): NodeService {
  const service = serviceOf(request);
  const problems = serviceProblems(service);
  if (problems.length > 0) throw new Refusal('rpc-error', multipleErrors(problems));
  if (service.ID === '' && service.Service === '') {
    throw new Refusal(
      'rpc-error',
      'service name (Service.Service) is required; both Service ID (Service.ID) and Service Name cannot be empty',
    );
  }
  if (service.Service === '') {
    throw new Refusal(
      'rpc-error',
      'Must provide service name (Service.Service) when service ID is provided',
    );
  }
  if (['0.0.0.0', '::', '[::]'].includes(service.Address)) {
    throw new Refusal('rpc-error', 'Invalid service address');
  }
  const metaError = serviceMetaError(service);
  if (metaError !== undefined) {
    throw new Refusal(
      'rpc-error',
      `failed inserting service: Invalid Service Meta for node ${node} and serviceID ${service.ID}: ${metaError}`,
    );
  }
  return service;
}

function serviceOf(request: ServiceRequest): NodeService {
  const { Kind, TaggedAddresses, Ports, SocketPath, Locality, Weights, Connect } = request;
  const name = request.Service ?? '';
  const { Native, PeerMeta } = Connect ?? {};
  const tagged = Object.entries(TaggedAddresses ?? {}).map(([tag, at]) => {
    return [tag, { Address: at.Address ?? '', Port: at.Port ?? 0 }] as const;
  });
  const ports = (Ports ?? []).map((port) => {
    return { Name: port.Name ?? '', Port: port.Port ?? 0, Default: port.Default ?? false };
  });
  return {
    ...(Kind ? { Kind: Kind as NonNullable<NodeService['Kind']> } : {}),
    ID: request.ID || name,
    Service: name,
    Tags: request.Tags ?? [],
    Address: request.Address ?? '',
    ...(tagged.length === 0 ? {} : { TaggedAddresses: Object.fromEntries(tagged) }),
    Meta: request.Meta ?? null,
    Port: request.Port ?? 0,
    ...(ports.length === 0 ? {} : { Ports: ports }),
    ...(SocketPath ? { SocketPath } : {}),
    Weights: Weights
      ? { Passing: Weights.Passing ?? 0, Warning: Weights.Warning ?? 0 }
      : { Passing: 1, Warning: 1 },
    EnableTagOverride: request.EnableTagOverride ?? false,
    ...(Locality === undefined ? {} : { Locality }),
    Proxy: proxyOf(request.Proxy ?? {}),
    Connect: {
      ...(Native === true ? { Native } : {}),
      ...(PeerMeta === undefined
        ? {}
        : { PeerMeta: { SNI: [], SpiffeID: [], Protocol: '', ...PeerMeta } }),
    },
  };
}

function proxyOf(request: ValueOf<typeof proxyShape>): ConnectProxyConfig {
  const { Upstreams, MeshGateway, Expose, EnvoyExtensions: _, ...rest } = request;
  return {
    ...(rest as Omit<ConnectProxyConfig, 'Upstreams' | 'MeshGateway' | 'Expose'>),
    ...(Upstreams === undefined ? {} : { Upstreams: Upstreams.map(upstreamOf) }),
    MeshGateway: (MeshGateway ?? {}) as ConnectProxyConfig['MeshGateway'],
    Expose: (Expose ?? {}) as ConnectProxyConfig['Expose'],
  };
}

function upstreamOf(
  request: NonNullable<ValueOf<typeof proxyShape>['Upstreams']>[number],
): Upstream {
  const { DestinationType = '', DestinationName = '', MeshGateway = {}, ...rest } = request;
  return {
    ...rest,
    DestinationType,
    DestinationName,
    MeshGateway: MeshGateway as Upstream['MeshGateway'],
  };
}

function checkOf(request: CheckRequest): HealthCheck {
  const { Name = '', Definition = {} } = request;
  return {
    Node: request.Node ?? '',
    CheckID: request.CheckID || Name,
    Name,
    Status: request.Status ?? '',
    Notes: request.Notes ?? '',
    Output: request.Output ?? '',
    ServiceID: request.ServiceID ?? '',
    ServiceName: request.ServiceName ?? '',
    ServiceTags: request.ServiceTags ?? [],
    Type: request.Type || checkTypeOf(Definition),
    Interval: request.Interval ?? '',
    Timeout: request.Timeout ?? '',
    ExposedPort: request.ExposedPort ?? 0,
    Definition: definitionOf(Definition),
  };
}

type DefinitionRequest = ValueOf<typeof definitionShape>;

const SHOWN_AS_TEXT = ['Interval', 'Timeout', 'DeregisterCriticalServiceAfter'];

// As Go shows it: what is empty is left out, some durations are texts.
function definitionOf(request: DefinitionRequest): HealthCheck['Definition'] {
  const kept = Object.entries(request).filter(([, value]) => {
    if (typeof value === 'object') return Object.keys(value).length > 0;
    return value !== '' && value !== 0 && value !== false;
  });
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const isText = SHOWN_AS_TEXT.includes(name) && typeof value === 'number';
      return [name, isText ? formatDuration(value / 1e6) : value];
    }),
  );
}

/** The name of what a check does, in the order in which Consul decides it. */
function checkTypeOf(definition: DefinitionRequest): string {
  const { Interval = 0, TTL = 0, ScriptArgs = [] } = definition;
  const isPeriodic = Interval > 0;
  if (definition.GRPC && isPeriodic) return 'grpc';
  if (definition.HTTP && isPeriodic) return 'http';
  if (TTL > 0) return 'ttl';
  if (definition.TCP && isPeriodic) return 'tcp';
  if (definition.UDP && isPeriodic) return 'udp';
  if (definition.AliasNode || definition.AliasService) return 'alias';
  if (definition.DockerContainerID && ScriptArgs.length > 0 && isPeriodic) return 'docker';
  if (ScriptArgs.length > 0 && isPeriodic) return 'script';
  if (definition.H2PING && isPeriodic) return 'h2ping';
  return definition.OSService && isPeriodic ? 'os_service' : '';
}

function uuidError(text: string): string | undefined {
  if (text.length !== 36) return 'uuid string is wrong length';
  if (!/^.{8}-.{4}-.{4}-.{4}-.{12}$/s.test(text)) return 'uuid is improperly formatted';
  const wrong = /[^0-9a-fA-F]/u.exec(text.replaceAll('-', ''))?.[0];
  if (wrong === undefined) return undefined;
  const code = (wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `encoding/hex: invalid byte: U+${code} '${wrong}'`;
}
