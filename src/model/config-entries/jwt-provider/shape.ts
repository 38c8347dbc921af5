// SPDX-License-Identifier: Apache-2.0
import { bool, int, list, map, nanoseconds, object, string } from '../../shape/shape.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

const clusterShape = object('JWKSCluster', {
  DiscoveryType: string,
  ConnectTimeout: nanoseconds,
  TLSCertificates: object('JWKSTLSCertificate', {
    CaCertificateProviderInstance: object('JWKSTLSCertProviderInstance', {
      InstanceName: string,
      CertificateName: string,
    }),
    TrustedCA: object('JWKSTLSCertTrustedCA', {
      Filename: string,
      EnvironmentVariable: string,
      InlineString: string,
      InlineBytes: string,
    }),
  }),
});

const remoteShape = object('RemoteJWKS', {
  URI: string,
  RequestTimeoutMs: int,
  CacheDuration: nanoseconds,
  FetchAsynchronously: bool,
  UseSNI: bool,
  RetryPolicy: object('JWKSRetryPolicy', {
    NumRetries: int,
    RetryPolicyBackOff: object('RetryPolicyBackOff', {
      BaseInterval: nanoseconds,
      MaxInterval: nanoseconds,
    }),
  }),
  JWKSCluster: clusterShape,
});

export const jwtProviderShape = object('JWTProviderConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  JSONWebKeySet: object('JSONWebKeySet', {
    Local: object('LocalJWKS', { JWKS: string, Filename: string }),
    Remote: remoteShape,
  }),
  Issuer: string,
  Audiences: list(string),
  Locations: list(
    object('JWTLocation', {
      Header: object('JWTLocationHeader', { Name: string, ValuePrefix: string, Forward: bool }),
      QueryParam: object('JWTLocationQueryParam', { Name: string }),
      Cookie: object('JWTLocationCookie', { Name: string }),
    }),
  ),
  Forwarding: object('JWTForwardingConfig', { HeaderName: string, PadForwardPayloadHeader: bool }),
  ClockSkewSeconds: int,
  CacheConfig: object('JWTCacheConfig', { Size: int }),
  Meta: map(string),
});
