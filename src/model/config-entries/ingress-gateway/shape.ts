// SPDX-License-Identifier: Apache-2.0
import { int, list, map, object, string, uint32, unaliased } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { gatewayTlsShape, passiveHealthCheckShape, sdsShape } from '../gateway-shapes.ts';
import { headerModifiersShape } from '../header-modifiers.ts';

const limits = {
  MaxConnections: uint32,
  MaxPendingRequests: uint32,
  MaxConcurrentRequests: uint32,
  PassiveHealthCheck: passiveHealthCheckShape,
} as const;

const serviceShape = object('IngressService', {
  Name: string,
  Hosts: list(string),
  TLS: object('GatewayServiceTLSConfig', { SDS: sdsShape }),
  RequestHeaders: headerModifiersShape,
  ResponseHeaders: headerModifiersShape,
  ...limits,
  Meta: map(string),
});

export const ingressGatewayShape = entryShape('IngressGatewayConfigEntry', {
  Kind: string,
  Name: string,
  TLS: gatewayTlsShape,
  Defaults: unaliased(
    object('IngressServiceConfig', limits),
    'MaxConnections',
    'MaxPendingRequests',
    'MaxConcurrentRequests',
  ),
  Listeners: list(
    object('IngressListener', {
      Port: int,
      Protocol: string,
      TLS: gatewayTlsShape,
      Services: list(serviceShape),
    }),
  ),
  Meta: map(string),
});
