// SPDX-License-Identifier: Apache-2.0
import type { LogLevel } from '../../../../model/logger.ts';

export interface LogFollowing {
  /** The least level that is wanted, also below that of the agent's own log. */
  readonly level: LogLevel;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** What the agent logs from now on, for somebody who follows it. */
export interface LogSource {
  /** Whether anybody does: what is costly to say need not be said to nobody. */
  readonly isFollowed: boolean;
  /** Lines, until the signal is aborted. Who reads slowly misses some, and is told how many. */
  follow(following: LogFollowing): AsyncIterable<Uint8Array>;
}
