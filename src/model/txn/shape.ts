// SPDX-License-Identifier: Apache-2.0
// The body of /v1/txn: a list of operations, each about a key, a node, a service or a check.
import {
  any,
  bool,
  bytes,
  ignored,
  int,
  list,
  map,
  named,
  object,
  string,
  type ValueOf,
  wideUint64,
} from '../shape/shape.ts';

// Consul passes them over in transactions.
const INDEXES = { CreateIndex: ignored, ModifyIndex: wideUint64 } as const;
const TENANCY = { Namespace: string, Partition: string } as const;
const localityShape = object('api/Locality', { Region: string, Zone: string });

const kvShape = object('api/KVTxnOp', {
  Verb: named(string, 'api.KVOp'),
  Key: string,
  Value: bytes,
  Flags: wideUint64,
  Index: wideUint64,
  Session: string,
  ...TENANCY,
});

const nodeShape = object('api/Node', {
  ID: string,
  Node: string,
  Address: string,
  Datacenter: string,
  TaggedAddresses: map(string),
  Meta: map(string),
  PeerName: string,
  Partition: string,
  Locality: localityShape,
  ...INDEXES,
});

const serviceShape = object('api/AgentService', {
  Kind: named(string, 'api.ServiceKind'),
  ID: string,
  Service: string,
  Tags: list(string),
  Meta: map(string),
  Port: int,
  Ports: any,
  Address: string,
  SocketPath: string,
  TaggedAddresses: map(object('api/ServiceAddress', { Address: string, Port: int })),
  Weights: object('api/AgentWeights', { Passing: int, Warning: int }),
  EnableTagOverride: bool,
  ContentHash: string,
  Proxy: object('api/AgentServiceConnectProxyConfig', {
    EnvoyExtensions: any,
    DestinationServiceName: string,
    DestinationServiceID: string,
    LocalServiceAddress: string,
    LocalServicePort: int,
    LocalServiceSocketPath: string,
    Mode: string,
    TransparentProxy: object('.Alias', { OutboundListenerPort: int, DialedDirectly: bool }),
    Config: any,
    Upstreams: any,
    MeshGateway: object('api/MeshGatewayConfig', { Mode: string }),
    Expose: any,
    AccessLogs: any,
  }),
  Connect: any,
  PeerName: string,
  Datacenter: string,
  Locality: localityShape,
  ...TENANCY,
  ...INDEXES,
});

const checkShape = object('api/HealthCheck', {
  Node: string,
  CheckID: string,
  Name: string,
  Status: string,
  Notes: string,
  Output: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: list(string),
  Type: string,
  ExposedPort: int,
  PeerName: string,
  // It decodes itself in Consul, and passes over what it doesn't know.
  Definition: any,
  ...TENANCY,
  ...INDEXES,
});

const operationShape = object('api/TxnOp', {
  KV: kvShape,
  Node: object('api/NodeTxnOp', { Verb: named(string, 'api.NodeOp'), Node: nodeShape }),
  Service: object('api/ServiceTxnOp', {
    Verb: named(string, 'api.ServiceOp'),
    Node: string,
    Service: serviceShape,
  }),
  Check: object('api/CheckTxnOp', { Verb: named(string, 'api.CheckOp'), Check: checkShape }),
});

export const transactionShape = named(list(operationShape), 'api.TxnOps');

export type Operation = ValueOf<typeof operationShape>;
export type KvOperation = NonNullable<Operation['KV']>;
export type NodeOperation = NonNullable<Operation['Node']>;
export type ServiceOperation = NonNullable<Operation['Service']>;
export type CheckOperation = NonNullable<Operation['Check']>;
