// SPDX-License-Identifier: Apache-2.0
// What the kinds that configure gateways share.
import { compact } from '../shape/compact.ts';
import {
  bool,
  list,
  named,
  nanoseconds,
  object,
  string,
  uint32,
  type ValueOf,
} from '../shape/shape.ts';

export const tlsVersion = named(string, 'types.TLSVersion');
export const cipherSuite = named(string, 'types.TLSCipherSuite');

export const sdsShape = object('GatewayTLSSDSConfig', {
  ClusterName: string,
  CertResource: string,
});

export const gatewayTlsShape = object('GatewayTLSConfig', {
  Enabled: bool,
  SDS: sdsShape,
  TLSMinVersion: tlsVersion,
  TLSMaxVersion: tlsVersion,
  CipherSuites: list(cipherSuite),
});

export const passiveHealthCheckShape = object(
  'PassiveHealthCheck',
  {
    Interval: nanoseconds,
    MaxFailures: uint32,
    EnforcingConsecutive5xx: uint32,
    MaxEjectionPercent: uint32,
    BaseEjectionTime: nanoseconds,
  },
  { EnforcingConsecutive5xx: ['enforcing_consecutive_5xx'] },
);

/** Where a zero is not the same as nothing. */
export const COUNTING_ZEROS = [
  'EnforcingConsecutive5xx',
  'MaxEjectionPercent',
  'BaseEjectionTime',
] as const;

export const passiveHealthCheckOf = (written: ValueOf<typeof passiveHealthCheckShape>) =>
  compact(passiveHealthCheckShape, written, COUNTING_ZEROS);
