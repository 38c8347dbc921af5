// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const hashing = (...HashPolicies: object[]) => ({
  LoadBalancer: { Policy: 'maglev', HashPolicies },
});
const onAll = (failover: object) => ({ Failover: { '*': failover } });

testKind('service-resolver', {
  accepts: {
    'policies without a mode': [
      {
        Name: 'web',
        PrioritizeByLocality: { Mode: '' },
        Failover: { '*': { Service: 'a', Policy: { Regions: ['r'] } } },
      },
      {
        Name: 'web',
        PrioritizeByLocality: {},
        Failover: { '*': { Service: 'a', Policy: { Regions: ['r'] } } },
      },
    ],
    'one with subsets, times and failover': [
      {
        Name: 'web',
        DefaultSubset: 'v1',
        Subsets: { v1: { Filter: 'Service.Meta.v == 1', OnlyPassing: false }, v2: {} },
        ConnectTimeout: '90s',
        RequestTimeout: 5e9,
        Failover: {
          '*': { Targets: [{ Peer: 'west', Service: 'web2' }, {}] },
          v2: { Datacenters: ['dc2'] },
        },
      },
      {
        Name: 'web',
        DefaultSubset: 'v1',
        Subsets: { v1: { Filter: 'Service.Meta.v == 1' }, v2: {} },
        ConnectTimeout: '1m30s',
        RequestTimeout: '5s',
        Failover: {
          '*': { Targets: [{ Peer: 'west', Service: 'web2' }, {}] },
          v2: { Datacenters: ['dc2'] },
        },
      },
    ],
    'a redirect to a peer': [
      { Name: 'web', Redirect: { Service: 'web', Peer: 'west', Datacenter: '' } },
      { Name: 'web', Redirect: { Service: 'web', Peer: 'west' } },
    ],
    'a load balancer': [
      {
        Name: 'web',
        ...hashing({ Field: 'cookie', FieldValue: 'c', CookieConfig: { TTL: '20s' } }),
      },
      {
        Name: 'web',
        ...hashing({ Field: 'cookie', FieldValue: 'c', CookieConfig: { TTL: 20e9 } }),
      },
    ],
  },
  refuses: {
    'a mode of failover': [
      onAll({ Service: 'a', Policy: { Mode: 'sequential' } }),
      'Bad Failover["*"]: Setting failover policies requires Consul Enterprise',
    ],
    'a mode of locality': [
      { PrioritizeByLocality: { Mode: 'failover' } },
      'Prioritize-by-locality requires Consul Enterprise ',
    ],
    'one without a name': [{ Name: '' }, 'Name is required'],
    'a subset whose filter is none': [
      { Subsets: { v1: { Filter: 'Service.Meta.v = 1' } } },
      'Filter for subset "v1" is not a valid expression: 1:16 (15): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
    ],
    'an empty redirect': [{ Redirect: {} }, 'Redirect is empty'],
    'a redirect with failover': [
      { Redirect: { Service: 'a' }, ...onAll({ Service: 'b' }) },
      'Redirect and Failover cannot both be set',
    ],
    'a redirect to a peer and a datacenter': [
      { Redirect: { Service: 'a', Peer: 'p', Datacenter: 'd' } },
      'Redirect.Peer cannot be set with Redirect.Datacenter',
    ],
    'a redirect to a subset of nothing': [
      { Redirect: { ServiceSubset: 'v' } },
      'Redirect.ServiceSubset defined without Redirect.Service',
    ],
    'a redirect to a namespace': [
      { Redirect: { Service: 'a', Namespace: 'n' } },
      'Redirect: Setting Namespace requires Consul Enterprise',
    ],
    'a default that is no subset': [
      { DefaultSubset: 'v' },
      'DefaultSubset "v" is not a valid subset',
    ],
    'a failover that names nobody': [
      onAll({}),
      'Bad Failover["*"]: one of Service, ServiceSubset, Namespace, Targets, SamenessGroup, or Datacenters is required',
    ],
    'a failover of what is no subset': [
      { Failover: { v: { Service: 'a' } } },
      'Bad Failover["v"]: not a valid subset subset',
    ],
    'a namespace, before a failover of what is no subset': [
      { Failover: { v: { Namespace: 'x' } } },
      'Bad Failover["v"]: Setting Namespace requires Consul Enterprise',
    ],
    'targets beside a service': [
      onAll({ Service: 'a', Targets: [{}] }),
      'Bad Failover["*"]: Targets cannot be set with Service',
    ],
    'a target in a peer and a datacenter': [
      onAll({ Targets: [{}, { Peer: 'p', Datacenter: 'd' }] }),
      'Bad Failover["*"].Targets[1]: Peer cannot be set with Datacenter',
    ],
    'a datacenter without a name': [
      onAll({ Datacenters: [''] }),
      'Bad Failover["*"].Datacenters: found empty datacenter',
    ],
    'a negative time': [{ ConnectTimeout: '-1s' }, "Bad ConnectTimeout '-1s', must be >= 0"],
    'a policy that is none': [
      { LoadBalancer: { Policy: 'fair' } },
      'Bad LoadBalancer policy: "fair" is not supported',
    ],
    'a cookie of a header': [
      hashing({ Field: 'header', FieldValue: 'x', CookieConfig: {} }),
      'Bad LoadBalancer HashPolicy[0]: cookie_config provided for "header"',
    ],
    'a hash of two things': [
      hashing({ SourceIP: true }, { Field: 'header', FieldValue: 'x', SourceIP: true }),
      'Bad LoadBalancer HashPolicy[1]: A single hash policy cannot hash both a source address and a "header"',
    ],
  },
});
