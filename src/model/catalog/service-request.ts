// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';
import { multipleErrors } from '../shape/problems.ts';
import type { ValueOf } from '../shape/shape.ts';
import type { proxyShape } from './proxy-shape.ts';
import type { ServiceRequest } from './register-shape.ts';
import { extensionsOf } from '../config-entries/proxy-parts.ts';
import { serviceMetaError, serviceProblems } from './service-error.ts';
import type { ConnectProxyConfig, NodeService, Upstream } from './service.ts';

/** The instance that a request describes; Refusal with all that is wrong with it. */
export function checkedService(request: ServiceRequest, node: string): NodeService {
  const service = serviceOf(request);
  checkService(service, request.Connect?.SidecarService !== undefined);
  checkServiceMeta(service, node, 'failed inserting service: ');
  return service;
}

/** Refusal for metadata that an instance can't have. */
export function checkServiceMeta(service: NodeService, node: string, failed = ''): void {
  const error = serviceMetaError(service);
  if (error === undefined) return;
  const of = `node ${node} and serviceID ${service.ID}`;
  throw new Refusal('rpc-error', `${failed}Invalid Service Meta for ${of}: ${error}`);
}

/** Refusal with all that is wrong with an instance, but for its metadata; `hasSidecar` when one is nested in it. */
export function checkService(service: NodeService, hasSidecar = false): void {
  const problems = serviceProblems(service, hasSidecar);
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
  const { Upstreams, MeshGateway, Expose, EnvoyExtensions, ...rest } = request;
  return {
    EnvoyExtensions: extensionsOf(EnvoyExtensions),
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
