// SPDX-License-Identifier: Apache-2.0
// What the peer stream gets from the composition root.
import type { Command } from '../../commands/command.ts';
import type { Logger } from '../../model/logger.ts';
import type { PeeringLimits } from '../../model/peering/limits.ts';
import type { RemoteInfo } from '../../model/peering/peering.ts';
import type { Views } from '../../views/engine/engine.ts';

export interface PeerStreamPorts {
  readonly views: Views;
  /** Issues a command; resolves with its reply when the change is durable and can be read. */
  readonly issue: <I, R>(command: Command<I, R>, input: I, origin: string) => Promise<R>;
  /** The same, but the rows end with this server: they are bound to its lease. */
  readonly issueLeased: <I, R>(command: Command<I, R>, input: I, origin: string) => Promise<R>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  readonly logger: Logger;
  readonly limits: PeeringLimits;
  /** Node name of this server, which holds the streams. */
  readonly holder: string;
  /** Our version, for those of ours. */
  readonly version: string;
  /** Where this cluster is, as it tells acceptors. */
  readonly location: RemoteInfo;
}
