// SPDX-License-Identifier: Apache-2.0
// What a server says of itself on /v1/agent/self and /v1/agent/members, in the shapes that Consul's clients
// read: versions, ports, and itself as the one member of its cluster.
import { ORIGIN } from '../coordinate.ts';
import { formatHostPort } from '../host-port.ts';
import type { Meta } from '../meta.ts';
import { CONSUL_VERSION, ENVOY_VERSIONS } from '../version.ts';

/** Ports that are closed are -1. */
export interface AgentSelf {
  readonly datacenter: string;
  readonly nodeName: string;
  readonly nodeId: string;
  readonly nodeMeta: Meta;
  /** The DNS domain, without a dot at its end. */
  readonly domain: string;
  readonly bindAddress: string;
  readonly advertiseAddress: string;
  readonly advertiseAddressWan: string;
  readonly devMode: boolean;
  /** '' when nothing is stored. */
  readonly dataDir: string;
  readonly defaultIntentionPolicy: 'allow' | 'deny';
  readonly peeringEnabled: boolean;
  readonly hasCoordinates: boolean;
  readonly ports: {
    readonly http: number;
    readonly grpc: number;
    readonly grpcTls: number;
    readonly dns: number;
    readonly server: number;
    readonly serfLan: number;
    readonly serfWan: number;
    readonly sidecarMin: number;
    readonly sidecarMax: number;
  };
}

/** An agent as `members` lists it; status 1 is alive. */
export interface Member {
  readonly Name: string;
  readonly Addr: string;
  readonly Port: number;
  readonly Tags: Readonly<Record<string, string>>;
  readonly Status: number;
  readonly ProtocolMin: number;
  readonly ProtocolMax: number;
  readonly ProtocolCur: number;
  readonly DelegateMin: number;
  readonly DelegateMax: number;
  readonly DelegateCur: number;
}

/** Where the server is reached by Consul's name for it: the leader and the only peer. */
export function serverAddress({ advertiseAddress, ports }: AgentSelf): string {
  const host = advertiseAddress.includes(':') ? `[${advertiseAddress}]` : advertiseAddress;
  return `${host}:${ports.server}`;
}

/** This server in its own network, or, as `wan`, the way other datacenters would see it. */
export function memberOf(self: AgentSelf, net: 'lan' | 'wan' = 'lan'): Member {
  const { ports } = self;
  const isWan = net === 'wan';
  return {
    Name: isWan ? `${self.nodeName}.${self.datacenter}` : self.nodeName,
    Addr: isWan ? self.advertiseAddressWan : self.advertiseAddress,
    Port: isWan ? ports.serfWan : ports.serfLan,
    Tags: {
      acls: '0',
      // As Consul, which in dev mode leads for another reason.
      ...(self.devMode ? {} : { bootstrap: '1' }),
      build: `${CONSUL_VERSION}:`,
      dc: self.datacenter,
      ft_fs: '1',
      ft_si: '1',
      ...(ports.grpc > 0 ? { grpc_port: String(ports.grpc) } : {}),
      ...(ports.grpcTls > 0 ? { grpc_tls_port: String(ports.grpcTls) } : {}),
      id: self.nodeId,
      port: String(ports.server),
      raft_vsn: '3',
      role: 'consul',
      segment: '',
      vsn: '2',
      vsn_max: '3',
      vsn_min: '2',
      ...(isWan ? {} : { wan_join_port: String(ports.serfWan) }),
    },
    Status: 1,
    ProtocolMin: 1,
    ProtocolMax: 5,
    ProtocolCur: 2,
    DelegateMin: 2,
    DelegateMax: 5,
    DelegateCur: 4,
  };
}

/** The answer of /v1/agent/self. */
export function selfAnswer(self: AgentSelf, stats: object): object {
  const { ports } = self;
  return {
    Config: {
      Datacenter: self.datacenter,
      PrimaryDatacenter: self.datacenter,
      NodeName: self.nodeName,
      NodeID: self.nodeId,
      Revision: '',
      Server: true,
      Version: CONSUL_VERSION,
      BuildDate: '1970-01-01T00:00:01Z',
      BindAddr: self.bindAddress,
    },
    DebugConfig: debugConfig(self),
    Coord: self.hasCoordinates ? ORIGIN : null,
    Member: memberOf(self),
    Stats: stats,
    Meta: { ...self.nodeMeta, 'consul-network-segment': '', 'consul-version': CONSUL_VERSION },
    xDS: {
      SupportedProxies: { envoy: ENVOY_VERSIONS },
      // The one port of clients that know of one only: with TLS if there is one.
      Port: ports.grpcTls > 0 ? ports.grpcTls : ports.grpc,
      Ports: { Plaintext: ports.grpc, TLS: ports.grpcTls },
    },
  };
}

/** Where others would meet this member, 'host:port', if there were gossip. */
export function gossipAddress(self: AgentSelf, pool: 'lan' | 'wan'): string {
  const { advertiseAddress, advertiseAddressWan, ports } = self;
  return pool === 'lan'
    ? formatHostPort({ host: advertiseAddress, port: ports.serfLan })
    : formatHostPort({ host: advertiseAddressWan, port: ports.serfWan });
}

/** Those of Consul's settings that mean something here, under its names. */
function debugConfig(self: AgentSelf): object {
  const { ports } = self;
  return {
    ACLsEnabled: false,
    AdvertiseAddrLAN: self.advertiseAddress,
    AdvertiseAddrWAN: self.advertiseAddressWan,
    BindAddr: self.bindAddress,
    ConnectEnabled: true,
    ConnectSidecarMaxPort: ports.sidecarMax,
    ConnectSidecarMinPort: ports.sidecarMin,
    DNSDomain: `${self.domain}.`,
    DNSPort: ports.dns,
    DataDir: self.dataDir,
    Datacenter: self.datacenter,
    DefaultIntentionPolicy: self.defaultIntentionPolicy,
    DevMode: self.devMode,
    DisableCoordinates: !self.hasCoordinates,
    GRPCPort: ports.grpc,
    GRPCTLSPort: ports.grpcTls,
    HTTPPort: ports.http,
    NodeID: self.nodeId,
    NodeMeta: self.nodeMeta,
    NodeName: self.nodeName,
    PeeringEnabled: self.peeringEnabled,
    PrimaryDatacenter: self.datacenter,
    SerfAdvertiseAddrLAN: `tcp://${gossipAddress(self, 'lan')}`,
    SerfAdvertiseAddrWAN: `tcp://${gossipAddress(self, 'wan')}`,
    SerfBindAddrLAN: `tcp://${formatHostPort({ host: self.bindAddress, port: ports.serfLan })}`,
    SerfBindAddrWAN: `tcp://${formatHostPort({ host: self.bindAddress, port: ports.serfWan })}`,
    SerfPortLAN: ports.serfLan,
    SerfPortWAN: ports.serfWan,
    ServerMode: true,
    ServerPort: ports.server,
  };
}
