// SPDX-License-Identifier: Apache-2.0
// Reads the configuration again while the server runs. In: the files as they are now. Out: the services, checks,
// watches and log level of the new configuration in place; or a Refusal that says what is wrong, and everything as it was.
// All other settings need a start.
import type { Logger, LogLevel } from '../model/logger.ts';
import { Refusal } from '../model/refusal.ts';
import type { AgentConfig } from './config/agent-config.ts';
import { ConfigError } from './config/config-error.ts';
import type { Definitions } from './local-agent.ts';
import type { Watch } from './watches/watch.ts';

export interface ReloadPorts {
  readonly read: () => AgentConfig;
  /** As one decision; rejects when one of them is refused. */
  readonly define: (definitions: Definitions) => Promise<void>;
  readonly setWatches: (watches: readonly Watch[]) => Promise<void>;
  readonly setLogLevel: (level: LogLevel) => void;
  readonly logger: Logger;
}

export async function reload(ports: ReloadPorts): Promise<void> {
  const { read, define, setWatches, setLogLevel, logger } = ports;
  try {
    const config = read();
    await define(config);
    await setWatches(config.watches);
    setLogLevel(config.log.level);
    for (const note of config.notes) logger.warn(note);
    logger.info('configuration reloaded');
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
    // A definition that is refused is the fault of a file, not of who asks for the reload.
    throw new Refusal('rpc-error', error.message, { cause: error });
  }
}
