// SPDX-License-Identifier: Apache-2.0
import { any, list, map, object, string } from '../../shape/shape.ts';
import {
  accessLogsShape,
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
  STORED_FIELDS,
  transparentProxyShape,
} from '../proxy-shapes.ts';

export const proxyDefaultsShape = object('ProxyConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Config: map(any),
  Protocol: string,
  Mode: string,
  TransparentProxy: transparentProxyShape,
  MutualTLSMode: string,
  MeshGateway: meshGatewayShape,
  Expose: exposeShape,
  AccessLogs: accessLogsShape,
  EnvoyExtensions: envoyExtensionsShape,
  FailoverPolicy: object('ServiceResolverFailoverPolicy', { Mode: string, Regions: list(string) }),
  PrioritizeByLocality: object('ServiceResolverPrioritizeByLocality', { Mode: string }),
  Meta: map(string),
});
