// SPDX-License-Identifier: Apache-2.0
// Bodies that are good as they are: fuzzed ones that differ a little get far.
import { FUZZ_NAMES } from './requests.ts';

const [one, two] = FUZZ_NAMES;
const NOWHERE = '127.0.0.1:1';

const good: readonly object[] = [
  { Name: one, ID: two, Port: 80, Tags: ['a'], Meta: { a: 'b' }, Check: { TTL: '10m' } },
  {
    Name: one,
    Connect: {
      SidecarService: { Proxy: { Upstreams: [{ DestinationName: two, LocalBindPort: 9_191 }] } },
    },
    Checks: [{ TCP: NOWHERE, Interval: '10m', Timeout: '1s', SuccessBeforePassing: 2 }],
  },
  { Name: one, HTTP: `http://${NOWHERE}/`, Interval: '10m', Timeout: '1s', Header: { A: ['b'] } },
  { Name: one, GRPC: NOWHERE, Interval: '10m', OutputMaxSize: 10, FailuresBeforeCritical: 3 },
  { Name: one, UDP: NOWHERE, Interval: '10m', Timeout: '1s' },
  { Name: one, H2PING: NOWHERE, Interval: '10m', Timeout: '1s', TLSSkipVerify: true },
  { Name: one, AliasNode: two, AliasService: one },
  { Name: one, TTL: '10m', DeregisterCriticalServiceAfter: '90m', ServiceID: two },
  { Status: 'passing', Output: 'x' },
  {
    Node: one,
    Address: '10.0.0.9',
    Service: { Service: two, Port: 1, TaggedAddresses: { lan: { Address: 'x', Port: 1 } } },
    Checks: [{ Name: 'c', Status: 'passing', ServiceID: two, Definition: { TCP: NOWHERE } }],
  },
  { Node: one, ServiceID: two, CheckID: 'c' },
  { Kind: 'service-defaults', Name: one, Protocol: 'http', UpstreamConfig: { Overrides: [] } },
  { Kind: 'service-intentions', Name: one, Sources: [{ Name: two, Action: 'allow' }] },
  { Kind: 'service-resolver', Name: one, Subsets: { v1: { Filter: 'Service.Meta.v == 1' } } },
  { Kind: 'service-splitter', Name: one, Splits: [{ Weight: 100, Service: two }] },
  { Kind: 'service-router', Name: one, Routes: [{ Match: { HTTP: { PathPrefix: '/' } } }] },
  { Name: one, TTL: '10m', LockDelay: '1s', Behavior: 'delete', NodeChecks: [] },
  [{ KV: { Verb: 'set', Key: one, Value: 'eA==', Flags: 7 } }, { KV: { Verb: 'get', Key: one } }],
  [
    { Node: { Verb: 'get', Node: { Node: one } } },
    { Check: { Verb: 'delete', Check: { Node: one } } },
  ],
  { Name: one, Service: { Service: two, Failover: { NearestN: 1 }, OnlyPassing: true } },
  { PeerName: one, Meta: { a: 'b' } },
  { SourceName: one, DestinationName: two, Action: 'deny', SourceType: 'consul' },
  { Node: one, Coord: { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1, Adjustment: 0, Height: 0.1 } },
  { OverrideProtocol: 'http', OverrideConnectTimeout: '7s' },
  { Target: one, ClientCertURI: `spiffe://x/ns/default/dc/dc1/svc/${two}` },
  { CleanupDeadServers: true, LastContactThreshold: '200ms' },
];

export const GOOD_BODIES: readonly string[] = good.map((body) => JSON.stringify(body));
