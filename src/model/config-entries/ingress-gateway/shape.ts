// SPDX-License-Identifier: Apache-2.0
import { int, list, map, object, string } from '../../shape/shape.ts';
import { gatewayTlsShape, passiveHealthCheckShape, sdsShape } from '../gateway-shapes.ts';
import { headerModifiersShape } from '../header-modifiers.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

const limits = {
  MaxConnections: int,
  MaxPendingRequests: int,
  MaxConcurrentRequests: int,
  PassiveHealthCheck: passiveHealthCheckShape,
} as const;

const serviceShape = object('IngressService', {
  Name: string,
  Hosts: list(string),
  TLS: object('GatewayServiceTLSConfig', { SDS: sdsShape }),
  RequestHeaders: headerModifiersShape,
  ResponseHeaders: headerModifiersShape,
  ...limits,
  Namespace: string,
  Partition: string,
  Meta: map(string),
});

export const ingressGatewayShape = object('IngressGatewayConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  TLS: gatewayTlsShape,
  Defaults: object('IngressServiceConfig', limits),
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
