// SPDX-License-Identifier: Apache-2.0
// Which service instances can't be registered, in Consul's words. The texts are part of the interface.
import { metaError } from '../meta.ts';
import type {
  ExposePath,
  NodeService,
  ServiceAddress,
  ServicePort,
  Upstream,
  Weights,
} from './service.ts';
import type { Locality } from './node.ts';

const EXPOSE_PROTOCOLS = ['', 'http', 'http2'];
// Unix socket paths end at 104 bytes on some systems; the file's name takes up to 32 of them.
const MAX_SOCKET_DIR_BYTES = 70;
const WAN_FEDERATION_KEY = 'consul-wan-federation';

export function weightsError({ Passing, Warning }: Weights): string | undefined {
  if (Passing < 1) return 'Passing must be greater than 0';
  if (Warning < 0) return 'Warning must be greater or equal than 0';
  if (Passing > 65_535 || Warning > 65_535) return 'DNS Weight must be between 0 and 65535';
  return undefined;
}

export function serviceMetaError(service: Pick<NodeService, 'Kind' | 'Meta'>): string | undefined {
  const allowed = service.Kind === 'mesh-gateway' ? [WAN_FEDERATION_KEY] : [];
  return metaError(service.Meta ?? {}, allowed);
}

/** All that is wrong with an instance; `hasSidecar` when its definition nests one. */
export function serviceProblems(service: NodeService, hasSidecar = false): readonly string[] {
  const { Kind, Port, Ports, SocketPath } = service;
  const problems: string[] = [...localityProblems(service.Locality)];
  if (Kind === 'connect-proxy') {
    if (Ports !== undefined) problems.push(`Ports cannot be set for a ${Kind}`);
    if (Port === 0 && !SocketPath) problems.push(`Port or SocketPath must be set for a ${Kind}`);
  }
  problems.push(...definitionProblems(service, hasSidecar));
  if (Ports !== undefined && Port !== 0) problems.push('Cannot set both Port and Ports');
  const ports = portsError(Ports ?? []);
  return ports === undefined ? problems : [...problems, ports];
}

/** What is wrong with a definition whose port may still be given out by the agent. */
export function definitionProblems(service: NodeService, hasSidecar = false): readonly string[] {
  const problems: string[] = [];
  if (service.Kind === 'connect-proxy') problems.push(...proxyProblems(service));
  if (isGateway(service)) problems.push(...gatewayProblems(service, hasSidecar));
  if (service.Connect.Native === true && service.Port === 0 && !service.SocketPath) {
    problems.push('Port or SocketPath must be set for a Connect native service.');
  }
  return problems;
}

export function isGateway({ Kind }: Pick<NodeService, 'Kind'>): boolean {
  return Kind?.endsWith('-gateway') ?? false;
}

/** Tagged addresses that name an address family must hold such an address. */
export function taggedAddressError(
  tagged: Readonly<Record<string, ServiceAddress>>,
  familyOf: (address: string) => 'ipv4' | 'ipv6' | undefined,
): string | undefined {
  for (const tag of ['lan_ipv4', 'wan_ipv4', 'lan_ipv6']) {
    const address = tagged[tag];
    const family = tag.slice(4);
    if (address !== undefined && familyOf(address.Address) !== family) {
      return `Service tagged address "${tag}" must be a valid ${family} address`;
    }
  }
  return undefined;
}

function proxyProblems(service: NodeService): string[] {
  const { DestinationServiceName = '', Config, Upstreams, Expose } = service.Proxy;
  const problems: string[] = [];
  if (DestinationServiceName.trim() === '') {
    problems.push('Proxy.DestinationServiceName must be non-empty for Connect proxy services');
  }
  if (DestinationServiceName === '*') {
    problems.push('Proxy.DestinationServiceName must not be a wildcard for Connect proxy services');
  }
  if (service.Connect.Native === true) {
    problems.push('A Proxy cannot also be Connect Native, only typical services');
  }
  const directory = Config?.['envoy_hcp_metrics_bind_socket_dir'];
  if (typeof directory === 'string' && directory.length > MAX_SOCKET_DIR_BYTES) {
    problems.push(
      `Proxy.Config: envoy_hcp_metrics_bind_socket_dir length ${directory.length} exceeds max ${MAX_SOCKET_DIR_BYTES}`,
    );
  }
  return [...problems, ...upstreamProblems(Upstreams ?? []), ...exposeProblems(Expose.Paths ?? [])];
}

function upstreamProblems(upstreams: readonly Upstream[]): string[] {
  const problems: string[] = [];
  const destinations = new Set<string>();
  const addresses = new Set<string>();
  for (const upstream of upstreams) {
    const own = upstreamError(upstream);
    const destination = destinationText(upstream);
    const address = bindText(upstream);
    if (own !== undefined) {
      problems.push(own);
    } else if (destinations.has(destination)) {
      problems.push(`upstreams cannot contain duplicates of ${destination}`);
    } else {
      destinations.add(destination);
      if (addresses.has(address)) {
        problems.push(
          `upstreams cannot contain duplicates by local bind address and port or unix path; "${address}" is specified twice`,
        );
      }
      addresses.add(address);
    }
  }
  return problems;
}

function upstreamError(upstream: Upstream): string | undefined {
  const { DestinationType, DestinationName, DestinationPeer = '', Datacenter = '' } = upstream;
  const { DestinationPartition = '', LocalBindPort = 0, LocalBindSocketPath = '' } = upstream;
  const isOtherPartition = DestinationPartition !== '' && DestinationPartition !== 'default';
  if (DestinationPeer === '' && Datacenter !== '' && isOtherPartition) {
    return 'upstreams cannot target another datacenter in non default partition';
  }
  if (DestinationPeer !== '' && isOtherPartition) {
    return 'upstreams must target peers in the same partition as the service';
  }
  if (!['', 'service', 'prepared_query'].includes(DestinationType)) {
    return `unknown upstream destination type: ${JSON.stringify(DestinationType)}`;
  }
  if (DestinationName === '') return 'upstream destination name cannot be empty';
  if (DestinationName === '*') return 'upstream destination name cannot be a wildcard';
  if (DestinationPeer !== '' && Datacenter !== '') {
    return 'upstream cannot specify both destination peer and datacenter';
  }
  if (LocalBindPort === 0 && LocalBindSocketPath === '') {
    return 'upstream local bind port or local socket path must be defined and nonzero';
  }
  if (LocalBindPort !== 0 && LocalBindSocketPath !== '') {
    return 'only one of upstream local bind port or local socket path can be defined and nonzero';
  }
  return undefined;
}

function destinationText(upstream: Upstream): string {
  const parts = {
    type: upstream.DestinationType,
    name: upstream.DestinationName,
    partition: upstream.DestinationPartition,
    namespace: upstream.DestinationNamespace,
    peer: upstream.DestinationPeer,
    datacenter: upstream.Datacenter,
  };
  const texts = Object.entries(parts).map(([key, part]) => `${key}=${JSON.stringify(part ?? '')}`);
  return `[${texts.join(', ')}]`;
}

function bindText(upstream: Upstream): string {
  const { LocalBindAddress = '', LocalBindPort = 0, LocalBindSocketPath = '' } = upstream;
  if (LocalBindPort === 0 && LocalBindAddress === '') return LocalBindSocketPath;
  const address = LocalBindAddress === '' ? '127.0.0.1' : LocalBindAddress;
  return address.includes(':') ? `[${address}]:${LocalBindPort}` : `${address}:${LocalBindPort}`;
}

function exposeProblems(paths: readonly ExposePath[]): string[] {
  const problems: string[] = [];
  const ports = new Set<number>();
  for (const { Path = '', ListenerPort = 0, Protocol = '' } of paths) {
    if (Path === '') problems.push('expose.paths: empty path exposed');
    if (ports.has(ListenerPort)) problems.push('expose.paths: duplicate listener ports exposed');
    ports.add(ListenerPort);
    if (ListenerPort <= 0 || ListenerPort > 65_535) {
      problems.push(`expose.paths: invalid listener port: ${ListenerPort}`);
    }
    const protocol = Protocol.toLowerCase();
    if (!EXPOSE_PROTOCOLS.includes(protocol)) {
      problems.push(
        `protocol '${protocol}' not supported for path: ${Path}, must be in: [http http2]`,
      );
    }
  }
  return problems;
}

function gatewayProblems(service: NodeService, hasSidecar: boolean): string[] {
  const { Kind, Port, Ports, Proxy } = service;
  const problems: string[] = [];
  if (Ports !== undefined) problems.push(`Ports cannot be set for a ${Kind}`);
  if (Port === 0 && Kind !== 'ingress-gateway' && Kind !== 'api-gateway') {
    problems.push(`Port must be non-zero for a ${Kind}`);
  }
  if (hasSidecar) problems.push(`A ${Kind} cannot have a sidecar service defined`);
  const forbidden = [
    'DestinationServiceName',
    'DestinationServiceID',
    'LocalServiceAddress',
    'LocalServicePort',
    'LocalServiceSocketPath',
  ] as const;
  for (const field of forbidden) {
    if (Proxy[field] === undefined || Proxy[field] === '' || Proxy[field] === 0) continue;
    problems.push(`The Proxy.${field} configuration is invalid for a ${Kind}`);
  }
  if ((Proxy.Upstreams ?? []).length > 0) {
    problems.push(`The Proxy.Upstreams configuration is invalid for a ${Kind}`);
  }
  return problems;
}

function localityProblems(locality: Locality | undefined): string[] {
  if (!locality || locality.Region || !locality.Zone) return [];
  return ['zone cannot be set without region'];
}

function portsError(ports: readonly ServicePort[]): string | undefined {
  if (ports.length === 0) return undefined;
  const names = new Set<string>();
  let hasDefault = false;
  for (const { Name, Port, Default } of ports) {
    if (Name.trim() === '') return 'Ports.Name cannot be empty';
    if (Port <= 0) return 'Ports.Port must be greater than zero';
    if (names.has(Name)) return `Ports.Name ${JSON.stringify(Name)} has to be unique`;
    names.add(Name);
    if (hasDefault && Default) return 'Only one port can be marked as default';
    hasDefault ||= Default;
  }
  return hasDefault ? undefined : 'One of the Ports must be marked as Default';
}
