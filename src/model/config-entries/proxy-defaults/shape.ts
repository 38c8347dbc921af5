// SPDX-License-Identifier: Apache-2.0
import { any, list, map, named, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import {
  accessLogsShape,
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
  transparentProxyShape,
} from '../proxy-shapes.ts';

export const proxyDefaultsShape = entryShape('ProxyConfigEntry', {
  Kind: string,
  Name: string,
  Config: map(any),
  Protocol: string,
  Mode: named(string, 'structs.ProxyMode'),
  TransparentProxy: transparentProxyShape,
  MutualTLSMode: named(string, 'structs.MutualTLSMode'),
  MeshGateway: meshGatewayShape,
  Expose: exposeShape,
  AccessLogs: accessLogsShape,
  EnvoyExtensions: envoyExtensionsShape,
  FailoverPolicy: object('ServiceResolverFailoverPolicy', { Mode: string, Regions: list(string) }),
  PrioritizeByLocality: object('ServiceResolverPrioritizeByLocality', { Mode: string }),
  Meta: map(string),
});
