// SPDX-License-Identifier: Apache-2.0
// What endpoints get from the composition root. Commands and views are imported by each endpoint;
// whatever touches the outside world is handed in here as a narrow function.
import type { Command } from '../../commands/command.ts';
import type { Issued } from '../../commands/engine.ts';
import type { CaConfigRequest } from '../../model/ca/ca-config.ts';
import type { ExchangeSecret } from '../../model/peering/dialing.ts';
import type { Views } from '../../views/engine/engine.ts';
import type { AgentSelf } from '../../model/agent/self.ts';
import type { RuntimeFacts } from '../../model/agent/stats.ts';
import type { LocalAgent } from './agent/local-agent.ts';
import type { EventsPort } from './event/events-port.ts';
import type { HostInfo } from './agent/self/host-info.ts';
import type { LogSource } from './agent/self/log-source.ts';
import type { MetricsSource } from './agent/self/metrics-source.ts';
import type { OperatorSource } from './operator/operator-source.ts';
import type { SnapshotSource } from './snapshot/snapshot-source.ts';

export interface HttpContext {
  readonly views: Views;
  /** Issues a command and resolves when its change is durable and can be read. */
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  /** The same, and tells the revision of the change. */
  readonly commit: <I, R>(command: Command<I, R>, input: I) => Promise<Issued<R>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  readonly agent: AgentIdentity;
  readonly queries: QueryTimes;
  readonly limits: BodyLimits;
  /** Begins the time of a session anew. */
  readonly renewSession: (id: string) => void;
  /** All that it says of itself. */
  readonly self: AgentSelf;
  readonly localAgent: LocalAgent;
  readonly metrics: MetricsSource;
  readonly logs: LogSource;
  /** The machine as it is now. */
  readonly hostInfo: () => Promise<HostInfo>;
  /** The process as it is now. */
  readonly runtime: () => RuntimeFacts;
  /** Ends this agent, in order; what is being answered still is. */
  readonly leave: () => void;
  /** Reads the configuration again; rejects with a Refusal, and nothing changed, when it makes no sense. */
  readonly reload: () => Promise<void>;
  /** The events that this agent has heard of. */
  readonly events: EventsPort;
  readonly operator: OperatorSource;
  readonly snapshots: SnapshotSource;
  /** Calls the cluster that made a peering token; undefined when peering is turned off. */
  readonly exchangeSecret: ExchangeSecret | undefined;
  /** Changes how the cluster's CA signs. */
  readonly configureCa: (request: CaConfigRequest) => Promise<void>;
}

/** How long a blocking query waits when it doesn't say, and at most. */
export interface QueryTimes {
  readonly defaultMs: number;
  readonly maxMs: number;
}

/** How many bytes a client may send where it decides how many they are. */
export interface BodyLimits {
  /** One value of the key-value store: `limits.kv_max_value_size`. */
  readonly kvValueBytes: number;
  /** A transaction: `limits.txn_max_req_len`, and never less than one value. */
  readonly txnBytes: number;
}

/** Who this agent is. */
export interface AgentIdentity {
  readonly datacenter: string;
  readonly nodeName: string;
  readonly nodeId: string;
  /** The address that other machines reach this node at. */
  readonly advertiseAddress: string;
}
