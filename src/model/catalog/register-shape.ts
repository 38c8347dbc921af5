// SPDX-License-Identifier: Apache-2.0
// The body of /v1/catalog/register.
import {
  bool,
  embedded,
  int,
  list,
  map,
  named,
  nanoseconds,
  object,
  raftIndexes,
  string,
  uint,
  type ValueOf,
} from '../shape/shape.ts';
import { connectShape, proxyShape } from './proxy-shape.ts';

const localityShape = object('Locality', { Region: string, Zone: string });

const serviceShape = object('NodeService', {
  Kind: named(string, 'structs.ServiceKind'),
  ID: string,
  Service: string,
  Tags: list(string),
  Address: string,
  TaggedAddresses: map(object('ServiceAddress', { Address: string, Port: int })),
  Meta: map(string),
  Port: int,
  Ports: named(
    list(object('ServicePort', { Name: string, Port: int, Default: bool })),
    'structs.ServicePorts',
  ),
  SocketPath: string,
  Weights: object('Weights', { Passing: int, Warning: int }),
  EnableTagOverride: bool,
  Locality: localityShape,
  Proxy: proxyShape,
  Connect: connectShape,
  PeerName: string,
  ...raftIndexes,
});

const definitionShape = object(
  '.Alias',
  {
    HTTP: string,
    TLSServerName: string,
    TLSSkipVerify: bool,
    Header: map(list(string)),
    Method: string,
    Body: string,
    DisableRedirects: bool,
    TCP: string,
    TCPUseTLS: bool,
    UDP: string,
    H2PING: string,
    OSService: string,
    H2PingUseTLS: bool,
    Interval: nanoseconds,
    OutputMaxSize: uint,
    Timeout: nanoseconds,
    DeregisterCriticalServiceAfter: nanoseconds,
    ScriptArgs: list(string),
    DockerContainerID: string,
    Shell: string,
    GRPC: string,
    GRPCUseTLS: bool,
    AliasNode: string,
    AliasService: string,
    SessionName: string,
    TTL: nanoseconds,
  },
  {},
  { isLenient: true },
);

const checkShape = object('HealthCheck', {
  Node: string,
  CheckID: named(string, 'types.CheckID'),
  Name: string,
  Status: string,
  Notes: string,
  Output: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: list(string),
  Type: string,
  Interval: string,
  Timeout: string,
  ExposedPort: int,
  PeerName: string,
  Definition: definitionShape,
  ...raftIndexes,
});

export const registerRequestShape = object('RegisterRequest', {
  Datacenter: string,
  ID: named(string, 'types.NodeID'),
  Node: string,
  Address: string,
  TaggedAddresses: map(string),
  NodeMeta: map(string),
  Service: serviceShape,
  Check: checkShape,
  Checks: named(list(checkShape), 'structs.HealthChecks'),
  Locality: localityShape,
  SkipNodeUpdate: bool,
  PeerName: string,
  Token: embedded(string, 'WriteRequest'),
  ...raftIndexes,
});

export type RegisterRequest = ValueOf<typeof registerRequestShape>;
export type ServiceRequest = NonNullable<RegisterRequest['Service']>;
export type CheckRequest = NonNullable<RegisterRequest['Check']>;

export type CheckDefinitionRequest = ValueOf<typeof definitionShape>;
