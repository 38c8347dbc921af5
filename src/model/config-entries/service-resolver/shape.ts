// SPDX-License-Identifier: Apache-2.0
import { bool, int, list, map, nanoseconds, object, string } from '../../shape/shape.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

const target = {
  Service: string,
  ServiceSubset: string,
  Namespace: string,
} as const;

const loadBalancerShape = object('LoadBalancer', {
  Policy: string,
  RingHashConfig: object('RingHashConfig', { MinimumRingSize: int, MaximumRingSize: int }),
  LeastRequestConfig: object('LeastRequestConfig', { ChoiceCount: int }),
  HashPolicies: list(
    object('HashPolicy', {
      Field: string,
      FieldValue: string,
      CookieConfig: object('CookieConfig', { Session: bool, TTL: nanoseconds, Path: string }),
      SourceIP: bool,
      Terminal: bool,
    }),
  ),
});

export const serviceResolverShape = object('ServiceResolverConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  DefaultSubset: string,
  Subsets: map(object('ServiceResolverSubset', { Filter: string, OnlyPassing: bool })),
  Redirect: object('ServiceResolverRedirect', {
    ...target,
    Partition: string,
    Datacenter: string,
    Peer: string,
    SamenessGroup: string,
  }),
  Failover: map(
    object('ServiceResolverFailover', {
      ...target,
      Datacenters: list(string),
      Targets: list(
        object('ServiceResolverFailoverTarget', {
          ...target,
          Partition: string,
          Datacenter: string,
          Peer: string,
        }),
      ),
      Policy: object('ServiceResolverFailoverPolicy', { Mode: string, Regions: list(string) }),
      SamenessGroup: string,
    }),
  ),
  PrioritizeByLocality: object('ServiceResolverPrioritizeByLocality', { Mode: string }),
  ConnectTimeout: nanoseconds,
  RequestTimeout: nanoseconds,
  LoadBalancer: loadBalancerShape,
  Meta: map(string),
});
