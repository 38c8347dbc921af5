// SPDX-License-Identifier: Apache-2.0
// The one server of a cluster in the shapes that Consul describes its servers with: it leads, it votes, and while it
// can answer at all it is healthy.
import { type AgentSelf, serverAddress } from '../agent/self.ts';
import { CONSUL_VERSION } from '../version.ts';

/** What changes while a server runs. */
export interface ServerFacts {
  /** How far its log has come. */
  readonly revision: number;
  /** Since when it has been up, in milliseconds since the epoch. */
  readonly sinceMs: number;
}

// There are no elections; clients expect a term that has begun.
export const TERM = 1;

/** GET /v1/operator/raft/configuration. */
export function raftConfiguration(self: AgentSelf, { revision }: Pick<ServerFacts, 'revision'>) {
  return {
    Servers: [
      {
        ID: self.nodeId,
        Node: self.nodeName,
        Address: serverAddress(self),
        Leader: true,
        ProtocolVersion: '3',
        Voter: true,
        LastIndex: revision,
      },
    ],
    Index: 0,
  };
}

/** GET /v1/operator/autopilot/health. */
export function serverHealth(self: AgentSelf, { revision, sinceMs }: ServerFacts): object {
  return {
    Healthy: true,
    FailureTolerance: 0,
    Servers: [
      {
        ID: self.nodeId,
        Name: self.nodeName,
        Address: serverAddress(self),
        SerfStatus: 'alive',
        Version: CONSUL_VERSION,
        Leader: true,
        LastContact: '0s',
        LastTerm: TERM,
        LastIndex: revision,
        Healthy: true,
        Voter: true,
        StableSince: `${new Date(sinceMs).toISOString().slice(0, 19)}Z`,
      },
    ],
  };
}

/** GET /v1/operator/autopilot/state. */
export function autopilotState(self: AgentSelf, { revision, sinceMs }: ServerFacts): object {
  const { nodeId, nodeName, nodeMeta } = self;
  const server = {
    ID: nodeId,
    Name: nodeName,
    Address: serverAddress(self),
    NodeStatus: 'alive',
    Version: CONSUL_VERSION,
    LastContact: '0s',
    LastTerm: TERM,
    LastIndex: revision,
    Healthy: true,
    StableSince: new Date(sinceMs).toISOString(),
    ReadReplica: false,
    Status: 'leader',
    Meta: { ...nodeMeta, 'consul-network-segment': '', 'consul-version': CONSUL_VERSION },
    NodeType: 'voter',
  };
  return {
    Healthy: true,
    FailureTolerance: 0,
    OptimisticFailureTolerance: 0,
    Servers: { [nodeId]: server },
    Leader: nodeId,
    Voters: [nodeId],
  };
}
