// SPDX-License-Identifier: Apache-2.0
// One spelling for each thing in the catalog, so that equal registrations are equal rows: what Consul
// leaves out of its answers when it is empty is absent here, what it always shows is always here.
import type { HealthCheck } from './check.ts';
import type { Node } from './node.ts';
import type { ConnectProxyConfig, NodeService, Upstream, Weights } from './service.ts';

export function canonicalNode(node: Node): Node {
  return {
    ID: node.ID,
    Node: node.Node,
    Address: node.Address,
    Datacenter: node.Datacenter,
    TaggedAddresses: node.TaggedAddresses,
    Meta: node.Meta,
    ...(node.Locality === undefined ? {} : { Locality: node.Locality }),
  };
}

export function canonicalService(service: NodeService): NodeService {
  const { Kind, TaggedAddresses, Ports, SocketPath, Locality } = service;
  return {
    ...(Kind ? { Kind } : {}),
    ID: service.ID,
    Service: service.Service,
    Tags: service.Tags ?? [],
    Address: service.Address,
    ...(hasKeys(TaggedAddresses) ? { TaggedAddresses } : {}),
    Meta: service.Meta,
    Port: service.Port,
    ...(Ports !== undefined && Ports.length > 0 ? { Ports } : {}),
    ...(SocketPath ? { SocketPath } : {}),
    Weights: canonicalWeights(service.Weights),
    EnableTagOverride: service.EnableTagOverride,
    ...(Locality === undefined ? {} : { Locality }),
    Proxy: canonicalProxy(service.Proxy),
    Connect: canonicalConnect(service),
  };
}

export function canonicalCheck(check: HealthCheck): HealthCheck {
  return {
    Node: check.Node,
    CheckID: check.CheckID,
    Name: check.Name,
    Status: check.Status === '' ? 'critical' : check.Status,
    Notes: check.Notes,
    Output: check.Output,
    ServiceID: check.ServiceID,
    ServiceName: check.ServiceName,
    ServiceTags: check.ServiceTags,
    Type: check.Type,
    Interval: check.Interval,
    Timeout: check.Timeout,
    ExposedPort: check.ExposedPort,
    Definition: check.Definition,
  };
}

// Consul falls back to its default when either weight can't be used.
function canonicalWeights({ Passing, Warning }: Weights): Weights {
  const areValid = Passing >= 1 && Warning >= 0 && Passing <= 65_535 && Warning <= 65_535;
  return areValid ? { Passing, Warning } : { Passing: 1, Warning: 1 };
}

function canonicalProxy(proxy: ConnectProxyConfig): ConnectProxyConfig {
  const { Mode, MeshGateway, Expose, Upstreams, TransparentProxy, AccessLogs, ...rest } = proxy;
  const { Paths, ...exposed } = Expose;
  const ways = dropEmpty({
    TransparentProxy: dropEmpty(TransparentProxy ?? {}),
    AccessLogs: dropEmpty(AccessLogs ?? {}),
  });
  return {
    ...dropEmpty(rest),
    ...ways,
    Mode: Mode ?? '',
    ...(Upstreams !== undefined && Upstreams.length > 0
      ? { Upstreams: Upstreams.map(canonicalUpstream) }
      : {}),
    MeshGateway: dropEmpty(MeshGateway),
    Expose: dropEmpty({ ...exposed, Paths: (Paths ?? []).map(dropEmpty) }),
  };
}

function canonicalUpstream(upstream: Upstream): Upstream {
  const { DestinationType, DestinationName, Datacenter, MeshGateway, ...rest } = upstream;
  return {
    DestinationType: DestinationType ?? '',
    DestinationName,
    Datacenter: Datacenter ?? '',
    ...dropEmpty(rest),
    MeshGateway: dropEmpty(MeshGateway ?? {}),
  };
}

function canonicalConnect({ Connect: { Native, PeerMeta } }: NodeService): NodeService['Connect'] {
  return {
    ...(Native === true ? { Native } : {}),
    ...(PeerMeta === undefined ? {} : { PeerMeta }),
  };
}

/** Without the fields that Go's omitempty leaves out. */
function dropEmpty<T extends object>(value: T): T {
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || item === null || item === '' || item === 0 || item === false)
      continue;
    if (typeof item === 'object' && !hasKeys(item as object)) continue;
    kept[key] = item;
  }
  return kept as T;
}

const hasKeys = (value: object | null | undefined): boolean =>
  value !== null && value !== undefined && Object.keys(value).length > 0;
