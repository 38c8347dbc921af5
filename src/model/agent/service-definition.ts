// SPDX-License-Identifier: Apache-2.0
// A service as people define it: in the body of an agent registration and in configuration files.
import { isIPv4, isIPv6 } from 'node:net';
import type {
  ConnectProxyConfig,
  NodeService,
  OpaqueConfig,
  ServiceAddress,
  ServiceKind,
  ServicePort,
  Upstream,
  Weights,
} from '../catalog/service.ts';
import type { Locality } from '../catalog/node.ts';
import type { Shape, StructShape } from '../json-shape.ts';
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
}

export interface ProxyDefinition extends Omit<
  Partial<ConnectProxyConfig>,
  'Upstreams' | 'Expose' | 'Config'
> {
  readonly Upstreams?: readonly Partial<Upstream>[];
  readonly Expose?: Partial<ConnectProxyConfig['Expose']>;
  readonly Config?: OpaqueConfig;
}

const plain = (goType: string, fields: Readonly<Record<string, Shape>>): Shape => {
  const shape = { goType, fields };
  return { struct: () => shape };
};

const meshGateway = plain('structs.MeshGatewayConfig', { Mode: 'string' });

const upstreamShape: StructShape = {
  goType: 'structs.Upstream',
  decodesItself: true,
  fields: {
    DestinationType: 'string',
    DestinationNamespace: 'string',
    DestinationPartition: 'string',
    DestinationPeer: 'string',
    DestinationName: 'string',
    Datacenter: 'string',
    LocalBindAddress: 'string',
    LocalBindPort: 'int',
    LocalBindSocketPath: 'string',
    LocalBindSocketMode: 'string',
    Config: 'opaque',
    MeshGateway: meshGateway,
    CentrallyConfigured: 'ignored',
  },
};

const exposePathShape: StructShape = {
  goType: 'structs.ExposePath',
  decodesItself: true,
  fields: {
    ListenerPort: 'int',
    Path: 'string',
    LocalPathPort: 'int',
    Protocol: 'string',
    ParsedFromCheck: 'bool',
  },
};

const proxyShape: StructShape = {
  goType: 'structs.ConnectProxyConfig',
  decodesItself: true,
  fields: {
    DestinationServiceName: 'string',
    DestinationServiceID: 'string',
    LocalServiceAddress: 'string',
    LocalServicePort: 'int',
    LocalServiceSocketPath: 'string',
    Mode: 'string',
    Config: 'opaque',
    Upstreams: { list: { struct: () => upstreamShape }, goType: 'structs.Upstreams' },
    MeshGateway: meshGateway,
    Expose: plain('structs.ExposeConfig', {
      Checks: 'bool',
      Paths: { list: { struct: () => exposePathShape } },
    }),
    TransparentProxy: plain('structs.TransparentProxyConfig', {
      OutboundListenerPort: 'int',
      DialedDirectly: 'bool',
    }),
    AccessLogs: plain('structs.AccessLogsConfig', {
      Enabled: 'bool',
      DisableListenerLogs: 'bool',
      Type: 'string',
      Path: 'string',
      JSONFormat: 'string',
      TextFormat: 'string',
    }),
    // Extensions come from config entries alone; what a registration says about them is replaced.
    EnvoyExtensions: 'ignored',
  },
};

const connectShape: StructShape = {
  goType: 'structs.ServiceConnect',
  decodesItself: true,
  fields: {
    Native: 'bool',
    SidecarService: { struct: () => serviceDefinitionShape },
    PeerMeta: 'ignored',
  },
};

const serviceAddress = plain('structs.ServiceAddress', { Address: 'string', Port: 'int' });

export const serviceDefinitionShape: StructShape = {
  goType: 'structs.ServiceDefinition',
  decodesItself: true,
  fields: {
    Kind: 'string',
    ID: 'string',
    Name: 'string',
    Tags: { list: 'string' },
    Address: 'string',
    TaggedAddresses: { map: serviceAddress },
    Meta: { map: 'string' },
    Port: 'int',
    Ports: {
      list: plain('structs.ServicePort', { Name: 'string', Port: 'int', Default: 'bool' }),
      goType: 'structs.ServicePorts',
    },
    SocketPath: 'string',
    Check: { struct: () => checkTypeShape },
    Checks: { list: { struct: () => checkTypeShape }, goType: 'structs.CheckTypes' },
    Weights: plain('structs.Weights', { Passing: 'int', Warning: 'int' }),
    EnableTagOverride: 'bool',
    Locality: plain('structs.Locality', { Region: 'string', Zone: 'string' }),
    Proxy: { struct: () => proxyShape },
    Connect: { struct: () => connectShape },
    // Accepted until there are tokens that it could be.
    Token: 'ignored',
  },
};

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

function proxyOf(proxy: ProxyDefinition = {}): ConnectProxyConfig {
  const { Upstreams, Expose, MeshGateway, TransparentProxy, AccessLogs, Config, ...rest } = proxy;
  const upstreams = Upstreams?.map((upstream): Upstream => {
    const { DestinationType, DestinationName = '', MeshGateway: gateway, ...others } = upstream;
    return {
      DestinationType: DestinationType || 'service',
      DestinationName,
      ...set(others),
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
