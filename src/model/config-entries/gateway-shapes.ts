// SPDX-License-Identifier: Apache-2.0
// What the kinds that configure gateways share.
import { bool, int, list, nanoseconds, object, string } from '../shape/shape.ts';

export const sdsShape = object('GatewayTLSSDSConfig', {
  ClusterName: string,
  CertResource: string,
});

export const gatewayTlsShape = object('GatewayTLSConfig', {
  Enabled: bool,
  SDS: sdsShape,
  TLSMinVersion: string,
  TLSMaxVersion: string,
  CipherSuites: list(string),
});

export const passiveHealthCheckShape = object('PassiveHealthCheck', {
  Interval: nanoseconds,
  MaxFailures: int,
  EnforcingConsecutive5xx: int,
  MaxEjectionPercent: int,
  BaseEjectionTime: nanoseconds,
});

/** Where a zero is not the same as nothing. */
export const COUNTING_ZEROS = [
  'EnforcingConsecutive5xx',
  'MaxEjectionPercent',
  'BaseEjectionTime',
] as const;
