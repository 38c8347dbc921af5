// SPDX-License-Identifier: Apache-2.0
// The mesh side of an instance as bodies of catalog registrations hold it.
import {
  accessLogsShape,
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
  transparentProxyShape,
} from '../config-entries/proxy-shapes.ts';
import { any, bool, int, list, map, named, object, string } from '../shape/shape.ts';

const upstreamShape = object(
  '.Alias',
  {
    DestinationType: string,
    DestinationNamespace: string,
    DestinationPartition: string,
    DestinationPeer: string,
    DestinationName: string,
    Datacenter: string,
    LocalBindAddress: string,
    LocalBindPort: int,
    LocalBindSocketPath: string,
    LocalBindSocketMode: string,
    Config: map(any),
    MeshGateway: meshGatewayShape,
    CentrallyConfigured: bool,
  },
  {},
  {
    also: [
      'destination_type',
      'destination_partition',
      'destination_namespace',
      'destination_peer',
      'destination_name',
      'local_bind_address',
      'local_bind_port',
      'local_bind_socket_path',
      'local_bind_socket_mode',
      'mesh_gateway',
    ],
  },
);

export const proxyShape = object(
  '.Alias',
  {
    EnvoyExtensions: envoyExtensionsShape,
    DestinationServiceName: string,
    DestinationServiceID: string,
    LocalServiceAddress: string,
    LocalServicePort: int,
    LocalServiceSocketPath: string,
    Mode: named(string, 'structs.ProxyMode'),
    Config: map(any),
    Upstreams: named(list(upstreamShape), 'structs.Upstreams'),
    MeshGateway: meshGatewayShape,
    Expose: exposeShape,
    TransparentProxy: transparentProxyShape,
    AccessLogs: accessLogsShape,
  },
  {},
  {
    also: [
      'destination_service_name',
      'destination_service_id',
      'local_service_address',
      'local_service_port',
      'local_service_socket_path',
      'mesh_gateway',
      'transparent_proxy',
      'access_logs',
    ],
  },
);

export const connectShape = object(
  '.Alias',
  {
    Native: bool,
    SidecarService: any,
    PeerMeta: object('PeeringServiceMeta', {
      SNI: list(string),
      SpiffeID: list(string),
      Protocol: string,
    }),
  },
  {},
  { also: ['sidecar_service'], isLenient: true },
);
