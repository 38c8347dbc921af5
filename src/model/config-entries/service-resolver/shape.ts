// SPDX-License-Identifier: Apache-2.0
import {
  bool,
  list,
  map,
  nanoseconds,
  object,
  string,
  uint32,
  uint64,
  unaliased,
} from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';

const target = {
  Service: string,
  ServiceSubset: string,
  Namespace: string,
} as const;

const loadBalancerShape = object('LoadBalancer', {
  Policy: string,
  RingHashConfig: object('RingHashConfig', { MinimumRingSize: uint64, MaximumRingSize: uint64 }),
  LeastRequestConfig: object('LeastRequestConfig', { ChoiceCount: uint32 }),
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

export const serviceResolverShape = entryShape('ServiceResolverConfigEntry', {
  Kind: string,
  Name: string,
  DefaultSubset: string,
  Subsets: map(object('ServiceResolverSubset', { Filter: string, OnlyPassing: bool })),
  Redirect: unaliased(
    object('ServiceResolverRedirect', {
      ...target,
      Partition: string,
      Datacenter: string,
      Peer: string,
      SamenessGroup: string,
    }),
    'SamenessGroup',
  ),
  Failover: map(
    unaliased(
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
      'SamenessGroup',
    ),
  ),
  PrioritizeByLocality: object('ServiceResolverPrioritizeByLocality', { Mode: string }),
  ConnectTimeout: nanoseconds,
  RequestTimeout: nanoseconds,
  LoadBalancer: loadBalancerShape,
  Meta: map(string),
});
