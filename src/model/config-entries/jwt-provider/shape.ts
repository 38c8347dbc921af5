// SPDX-License-Identifier: Apache-2.0
import {
  bool,
  bytes,
  int,
  list,
  map,
  named,
  nanoseconds,
  object,
  string,
} from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

const clusterShape = object('JWKSCluster', {
  DiscoveryType: named(string, 'structs.ClusterDiscoveryType'),
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
      InlineBytes: bytes,
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

export const jwtProviderShape = entryShape('JWTProviderConfigEntry', {
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
