// SPDX-License-Identifier: Apache-2.0
import { bool, int, list, string, structure } from '../field.ts';

export const meshGatewayField = structure({ Mode: string });

export const transparentProxyField = structure({ OutboundListenerPort: int, DialedDirectly: bool });

export const envoyExtensionsField = list(
  structure({ Name: string, Required: bool, ConsulVersion: string, EnvoyVersion: string }),
);

export const exposeField = structure({
  Checks: bool,
  Paths: list(
    structure({
      ListenerPort: int,
      Path: string,
      LocalPathPort: int,
      Protocol: string,
      ParsedFromCheck: bool,
    }),
  ),
});

const accessLogsField = structure({
  Enabled: bool,
  DisableListenerLogs: bool,
  Type: string,
  Path: string,
  JSONFormat: string,
  TextFormat: string,
});

/** What an instance says as a proxy; its opaque parts can't be selected. */
export const proxyField = structure({
  EnvoyExtensions: envoyExtensionsField,
  DestinationServiceName: string,
  DestinationServiceID: string,
  LocalServiceAddress: string,
  LocalServicePort: int,
  LocalServiceSocketPath: string,
  Mode: string,
  Upstreams: list(
    structure({
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
      MeshGateway: meshGatewayField,
    }),
  ),
  MeshGateway: meshGatewayField,
  Expose: exposeField,
  TransparentProxy: transparentProxyField,
  AccessLogs: accessLogsField,
});
