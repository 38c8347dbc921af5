// SPDX-License-Identifier: Apache-2.0
// A service as people define it: in the body of an agent registration and in configuration files.
import { isIPv4, isIPv6 } from 'node:net';
import type {
  ConnectProxyConfig,
  ExposePath,
  NodeService,
  OpaqueConfig,
  ServiceAddress,
  ServiceKind,
  ServicePort,
  Upstream,
  Weights,
} from '../catalog/service.ts';
import type { Locality } from '../catalog/node.ts';
import { proxyShape } from '../catalog/proxy-shape.ts';
import {
  bool,
  ignored,
  int,
  lazy,
  list,
  map,
  named,
  object,
  type Shape,
  string,
} from '../shape/shape.ts';
import { type CheckType, checkTypeShape } from './check-type.ts';

/** Absent fields have Go's zero value. */
export interface ServiceDefinition {
  readonly Kind?: string;
  readonly ID?: string;
  readonly Name?: string;
  readonly Tags?: readonly string[];
  readonly Address?: string;
  readonly TaggedAddresses?: Readonly<Record<string, Partial<ServiceAddress>>>;
  readonly Meta?: Readonly<Record<string, string>>;
  readonly Port?: number;
  readonly Ports?: readonly Partial<ServicePort>[];
  readonly SocketPath?: string;
  readonly Check?: CheckType;
  readonly Checks?: readonly CheckType[];
  readonly Weights?: Partial<Weights>;
  readonly EnableTagOverride?: boolean;
  readonly Locality?: Locality;
  readonly Proxy?: ProxyDefinition;
  readonly Connect?: { readonly Native?: boolean; readonly SidecarService?: ServiceDefinition };
  /** Read as one, and kept by nobody while there are no tokens that it could be. */
  readonly Token?: string;
}

export interface ProxyDefinition extends Omit<
  Partial<ConnectProxyConfig>,
  'Upstreams' | 'Expose' | 'Config'
> {
  readonly Upstreams?: readonly UpstreamDefinition[];
  readonly Expose?: { readonly Checks?: boolean; readonly Paths?: readonly Partial<ExposePath>[] };
  readonly Config?: OpaqueConfig;
  /** Not kept: extensions come from config entries alone. */
  readonly EnvoyExtensions?: readonly OpaqueConfig[];
}

interface UpstreamDefinition extends Partial<Upstream> {
  /** Not kept: nobody but the central configuration can say so. */
  readonly CentrallyConfigured?: boolean;
}

/** As a body of `/v1/agent/service/register`. */
export const serviceDefinitionShape: Shape<ServiceDefinition> = object(
  '.Alias',
  {
    Kind: named(string, 'structs.ServiceKind'),
    ID: string,
    Name: string,
    Tags: list(string),
    Address: string,
    TaggedAddresses: map(object('ServiceAddress', { Address: string, Port: int })),
    Meta: map(string),
    Port: int,
    Ports: named(
      list(object('ServicePort', { Name: string, Port: int, Default: bool })),
      'structs.ServicePorts',
    ),
    SocketPath: string,
    Check: checkTypeShape,
    Checks: named(list(checkTypeShape), 'structs.CheckTypes'),
    Weights: object('Weights', { Passing: int, Warning: int }),
    EnableTagOverride: bool,
    Locality: object('Locality', { Region: string, Zone: string }),
    Proxy: proxyShape as Shape<ProxyDefinition>,
    Connect: object(
      '.Alias',
      {
        Native: bool,
        SidecarService: lazy((): Shape<ServiceDefinition> => serviceDefinitionShape),
        PeerMeta: ignored,
      },
      {},
      { also: ['sidecar_service'], isLenient: true },
    ),
    Token: string,
  },
  {},
  { also: ['enable_tag_override', 'tagged_addresses'] },
);

/** The checks of a definition, in the order that their ids are numbered in. */
export function checksOf(definition: ServiceDefinition): readonly CheckType[] {
  const { Check, Checks } = definition;
  const isEmpty = Check === undefined || Object.values(Check).every(isZero);
  return [...(isEmpty ? [] : [Check]), ...(Checks ?? [])];
}

/** The instance that a definition describes, defaults filled in; its sidecar is left out (see sidecar.ts). */
export function nodeServiceOf(definition: ServiceDefinition): NodeService {
  const { Name = '', Address = '', Port = 0, SocketPath, Locality } = definition;
  const ports = definition.Ports?.map((port) => {
    return { Name: port.Name ?? '', Port: port.Port ?? 0, Default: port.Default ?? false };
  });
  const tagged = Object.entries(definition.TaggedAddresses ?? {}).map(([tag, at]) => {
    return [tag, { Address: at.Address ?? '', Port: at.Port ?? 0 }] as const;
  });
  const { Passing = 0, Warning = 0 } = definition.Weights ?? { Passing: 1, Warning: 1 };
  return {
    ...(definition.Kind ? { Kind: definition.Kind as ServiceKind } : {}),
    ID: definition.ID || Name,
    Service: Name,
    Tags: definition.Tags ?? null,
    Address,
    ...(tagged.length === 0 ? {} : { TaggedAddresses: Object.fromEntries(tagged) }),
    Meta: definition.Meta ?? null,
    Port,
    ...(ports === undefined || ports.length === 0 ? {} : { Ports: ports }),
    ...(SocketPath ? { SocketPath } : {}),
    Weights: { Passing, Warning },
    EnableTagOverride: definition.EnableTagOverride ?? false,
    Proxy: proxyOf(definition.Proxy),
    Connect: definition.Connect?.Native === true ? { Native: true } : {},
    ...(Locality === undefined ? {} : { Locality }),
  };
}

/** The port that a client uses that knows of only one. */
export function defaultPort(port: number, ports: readonly ServicePort[] | undefined): number {
  return port === 0 ? (ports?.find(({ Default }) => Default)?.Port ?? 0) : port;
}

function proxyOf(definition: ProxyDefinition = {}): ConnectProxyConfig {
  const { Upstreams, Expose, MeshGateway, TransparentProxy, AccessLogs, Config, ...others } =
    definition;
  const { EnvoyExtensions: _replaced, ...rest } = others;
  const upstreams = Upstreams?.map((upstream): Upstream => {
    const { DestinationType, DestinationName = '', MeshGateway: gateway, ...more } = upstream;
    const { CentrallyConfigured: _derived, ...said } = more;
    return {
      DestinationType: DestinationType || 'service',
      DestinationName,
      ...set(said),
      MeshGateway: set(gateway ?? {}),
    };
  });
  const paths = Expose?.Paths?.map((path) => ({
    ListenerPort: path.ListenerPort ?? 0,
    Path: path.Path ?? '',
    LocalPathPort: path.LocalPathPort ?? 0,
    Protocol: path.Protocol ?? '',
    ...(path.ParsedFromCheck === true ? { ParsedFromCheck: true } : {}),
  }));
  return {
    ...set(rest),
    ...(Config === undefined || isZero(Config) ? {} : { Config }),
    ...(upstreams === undefined || upstreams.length === 0 ? {} : { Upstreams: upstreams }),
    MeshGateway: set(MeshGateway ?? {}),
    Expose: {
      ...(Expose?.Checks === true ? { Checks: true } : {}),
      ...(paths === undefined || paths.length === 0 ? {} : { Paths: paths }),
    },
    ...(isZero(set(TransparentProxy ?? {}))
      ? {}
      : { TransparentProxy: set(TransparentProxy ?? {}) }),
    ...(isZero(set(AccessLogs ?? {})) ? {} : { AccessLogs: set(AccessLogs ?? {}) }),
  };
}

/** An instance that has an IP address of its own is tagged with it, unless the definition says otherwise. */
export function withTaggedAddresses(service: NodeService): NodeService {
  const version = ipVersion(service.Address);
  if (version === undefined) return service;
  const own = { Address: service.Address, Port: defaultPort(service.Port, service.Ports) };
  const tagged = { [`lan_${version}`]: own, [`wan_${version}`]: own };
  return { ...service, TaggedAddresses: { ...tagged, ...service.TaggedAddresses } };
}

/** The family of an IP address, or undefined when the text is none. */
export function ipVersion(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) ? 'ipv6' : undefined;
}

/** Only what is not Go's zero value, which is what its JSON shows of such fields. */
function set<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isZero(value))) as T;
}

function isZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}
