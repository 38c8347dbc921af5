// SPDX-License-Identifier: Apache-2.0
// The figures that an agent shows on /v1/agent/self and that `info` prints: all texts, under Consul's names. There is
// one server that leads and one member that is alive, and nothing is on its way between servers.
import { raftConfiguration, TERM } from '../operator/server.ts';
import { CONSUL_VERSION } from '../version.ts';
import { type AgentSelf, serverAddress } from './self.ts';

/** What changes while a server runs. */
export interface AgentFacts {
  /** How far its log has come. */
  readonly revision: number;
  readonly services: number;
  readonly checks: number;
  /** Of the checks, those that run a script, and those that wait to be told. */
  readonly monitors: number;
  readonly ttls: number;
  /** How many events it has heard of, roughly. */
  readonly eventTime: number;
  readonly runtime: RuntimeFacts;
}

/** What the process runs on. */
export interface RuntimeFacts {
  /** As Go names them: 'amd64', 'linux'. */
  readonly arch: string;
  readonly os: string;
  readonly version: string;
  readonly processors: number;
  /** How many processors this process may use. */
  readonly parallelism: number;
  /** What is being waited for: sockets, timers, files. */
  readonly activities: number;
}

type Figures = Readonly<Record<string, string>>;

export function statsOf(self: AgentSelf, facts: AgentFacts): Readonly<Record<string, Figures>> {
  return {
    agent: {
      check_monitors: String(facts.monitors),
      check_ttls: String(facts.ttls),
      checks: String(facts.checks),
      services: String(facts.services),
    },
    build: { prerelease: '', revision: '', version: CONSUL_VERSION, version_metadata: '' },
    consul: {
      acl: 'disabled',
      bootstrap: String(!self.devMode),
      known_datacenters: '1',
      leader: 'true',
      leader_addr: serverAddress(self),
      server: 'true',
    },
    raft: raftFigures(self, facts),
    runtime: runtimeFigures(facts.runtime),
    serf_lan: poolFigures(facts.eventTime),
    serf_wan: poolFigures(1),
  };
}

// The log is durable and applied before a write is answered, and is never cut off below a snapshot.
function raftFigures(self: AgentSelf, { revision }: AgentFacts): Figures {
  const { Servers: servers, Index: index } = raftConfiguration(self, { revision });
  const voters = servers.map(({ ID, Address }) => `{Suffrage:Voter ID:${ID} Address:${Address}}`);
  return {
    applied_index: String(revision),
    commit_index: String(revision),
    fsm_pending: '0',
    last_contact: '0',
    last_log_index: String(revision),
    last_log_term: String(TERM),
    last_snapshot_index: '0',
    last_snapshot_term: '0',
    latest_configuration: `[${voters.join(' ')}]`,
    latest_configuration_index: String(index),
    num_peers: String(servers.length - 1),
    protocol_version: '3',
    protocol_version_max: '3',
    protocol_version_min: '0',
    snapshot_version_max: '1',
    snapshot_version_min: '0',
    state: 'Leader',
    term: String(TERM),
  };
}

function runtimeFigures(runtime: RuntimeFacts): Figures {
  return {
    arch: runtime.arch,
    cpu_count: String(runtime.processors),
    goroutines: String(runtime.activities),
    max_procs: String(runtime.parallelism),
    os: runtime.os,
    version: runtime.version,
  };
}

function poolFigures(eventTime: number): Figures {
  return {
    coordinate_resets: '0',
    encrypted: 'false',
    event_queue: '0',
    event_time: String(eventTime),
    failed: '0',
    health_score: '0',
    intent_queue: '0',
    left: '0',
    member_time: '1',
    members: '1',
    query_queue: '0',
    query_time: '1',
  };
}
