// SPDX-License-Identifier: Apache-2.0
// What a server says of itself in the catalog: its node, the service `consul` with its ports, and that it is
// alive. Clients of Consul find servers, their version and their ports by it.
import { isIPv6 } from 'node:net';
import type { HealthCheck } from '../model/catalog/check.ts';
import { type Locality, type Node, SERF_CHECK } from '../model/catalog/node.ts';
import type { NodeService } from '../model/catalog/service.ts';
import { CONSUL_VERSION } from '../model/version.ts';

export interface SelfIdentity {
  readonly datacenter: string;
  readonly nodeName: string;
  /** UUID. */
  readonly nodeId: string;
  readonly advertiseAddress: string;
  readonly advertiseAddressWan: string;
  /** What the operator attached to the node. */
  readonly nodeMeta?: Readonly<Record<string, string>>;
  readonly locality?: Locality | undefined;
  readonly ports: {
    /** What stands for the port of Consul's servers among each other. */
    readonly server: number;
    /** undefined where it is closed. */
    readonly grpc: number | undefined;
    readonly grpcTls: number | undefined;
  };
}

export interface SelfRegistration {
  readonly node: Node;
  readonly service: NodeService;
  readonly checks: readonly HealthCheck[];
}

export function selfRegistration(identity: SelfIdentity): SelfRegistration {
  const { datacenter, nodeName, nodeId, advertiseAddress, nodeMeta, locality } = identity;
  return {
    node: {
      ID: nodeId,
      Node: nodeName,
      Address: advertiseAddress,
      Datacenter: datacenter,
      TaggedAddresses: {
        ...tagged('lan', advertiseAddress),
        ...tagged('wan', identity.advertiseAddressWan),
      },
      Meta: { ...nodeMeta, 'consul-network-segment': '', 'consul-version': CONSUL_VERSION },
      ...(locality === undefined ? {} : { Locality: locality }),
    },
    service: consulService(identity.ports),
    checks: [aliveCheck(nodeName)],
  };
}

function tagged(net: 'lan' | 'wan', address: string): Readonly<Record<string, string>> {
  return { [net]: address, [`${net}_${isIPv6(address) ? 'ipv6' : 'ipv4'}`]: address };
}

function consulService({ server, grpc, grpcTls }: SelfIdentity['ports']): NodeService {
  return {
    ID: 'consul',
    Service: 'consul',
    Tags: [],
    Address: '',
    Meta: {
      raft_version: '3',
      serf_protocol_current: '2',
      serf_protocol_min: '1',
      serf_protocol_max: '5',
      version: CONSUL_VERSION,
      non_voter: 'false',
      read_replica: 'false',
      ...(grpc === undefined ? {} : { grpc_port: String(grpc) }),
      ...(grpcTls === undefined ? {} : { grpc_tls_port: String(grpcTls) }),
    },
    Port: server,
    Weights: { Passing: 1, Warning: 1 },
    EnableTagOverride: false,
    Proxy: { MeshGateway: {}, Expose: {} },
    Connect: {},
  };
}

function aliveCheck(node: string): HealthCheck {
  return {
    Node: node,
    CheckID: SERF_CHECK,
    Name: 'Serf Health Status',
    Status: 'passing',
    Notes: '',
    Output: 'Agent alive and reachable',
    ServiceID: '',
    ServiceName: '',
    ServiceTags: [],
    Type: '',
    Interval: '',
    Timeout: '',
    ExposedPort: 0,
    Definition: {},
  };
}
