// SPDX-License-Identifier: Apache-2.0
// The mesh side of an instance as bodies of catalog registrations hold it.
import {
  accessLogsShape,
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
  transparentProxyShape,
} from '../config-entries/proxy-shapes.ts';
import { any, bool, int, list, map, object, string } from '../shape/shape.ts';

const upstreamShape = object('.Alias', {
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
});

export const proxyShape = object('.Alias', {
  EnvoyExtensions: envoyExtensionsShape,
  DestinationServiceName: string,
  DestinationServiceID: string,
  LocalServiceAddress: string,
  LocalServicePort: int,
  LocalServiceSocketPath: string,
  Mode: string,
  Config: map(any),
  Upstreams: list(upstreamShape),
  MeshGateway: meshGatewayShape,
  Expose: exposeShape,
  TransparentProxy: transparentProxyShape,
  AccessLogs: accessLogsShape,
});

export const connectShape = object('.Alias', {
  Native: bool,
  SidecarService: any,
  PeerMeta: object('PeeringServiceMeta', {
    SNI: list(string),
    SpiffeID: list(string),
    Protocol: string,
  }),
});
