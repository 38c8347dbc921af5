// SPDX-License-Identifier: Apache-2.0
// `causeway agent`: flags and files in, a running server until a signal, an exit code out.
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { FlagError, HelpRequested, parseFlags } from '../cli/flags.ts';
import { usage } from '../cli/usage.ts';
import type { LogFields, Logger } from '../model/logger.ts';
import { CONSUL_VERSION, VERSION } from '../model/version.ts';
import type { AgentConfig } from './config/agent-config.ts';
import { ConfigError } from './config/config-error.ts';
import { agentFlags } from './config/flags.ts';
import { loadAgentConfig } from './config/load.ts';
import { settleNodeId } from './config/node-id.ts';
import { LogHub } from './log-hub.ts';
import { createLogger } from './logging.ts';
import { type RunningServer, startServer } from './wiring.ts';

export const AGENT_HELP = `
Usage: causeway agent [options]

  Runs a server: catalog, configuration, certificates, proxies and peerings of
  one cluster. It runs until it is interrupted.

  For a try, with everything in memory and open on the loopback:

    $ causeway agent -dev

  For good:

    $ causeway agent -server -data-dir /var/lib/causeway -config-dir /etc/causeway
`;

/** Runs until a signal or a failure; resolves with the exit code. */
export async function runAgent(argv: readonly string[]): Promise<number> {
  const readConfig = () => loadAgentConfig(parseFlags(agentFlags, argv));
  let config: AgentConfig;
  let nodeId: string;
  try {
    config = readConfig();
    nodeId = settleNodeId(config, randomUUID);
  } catch (error) {
    return explain(error);
  }
  const logs = new LogHub();
  let { level } = config.log;
  const logger = createLogger({
    json: config.log.json,
    get level() {
      return level;
    },
    hub: logs,
    write: (line) => process.stdout.write(line),
    now: () => new Date(),
  });
  const { promise: stopped, resolve: stop } = Promise.withResolvers<LogFields>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => stop({ signal: name }));
  }
  const starting = startServer(config, nodeId, logger, {
    logs,
    leave: () => stop({ request: 'leave' }),
    readConfig,
    setLogLevel: (next) => (level = next),
  });
  process.on('SIGHUP', () => {
    starting.then(
      (server) => reload(server, logger),
      () => {},
    );
  });
  try {
    const server = await starting;
    for (const note of config.notes) logger.warn(note);
    writePidFile(config.pidFile);
    logger.info('causeway is running', {
      version: VERSION,
      consul: CONSUL_VERSION,
      node: config.nodeName,
      datacenter: config.datacenter,
      http: config.ports.http,
      grpc: config.ports.grpc,
      grpc_tls: config.ports.grpcTls,
    });
    const failed = server.failed.then((cause) => ({ cause }));
    const why = await Promise.race([stopped, failed]);
    logger.info('stopping', why);
    await server.stop();
    if (config.pidFile !== undefined) rmSync(config.pidFile, { force: true });
    return 'cause' in why ? 1 : 0;
  } catch (error) {
    process.stderr.write(`==> ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function reload(server: RunningServer, logger: Logger): Promise<void> {
  try {
    await server.reload();
  } catch (error) {
    logger.error('the configuration could not be reloaded, and stays as it was', { error });
  }
}

function writePidFile(path: string | undefined): void {
  if (path !== undefined) writeFileSync(path, String(process.pid));
}

function explain(error: unknown): number {
  if (error instanceof HelpRequested) {
    process.stdout.write(`${usage(AGENT_HELP, agentFlags)}\n`);
    return 0;
  }
  if (error instanceof FlagError) {
    process.stderr.write(`${error.message}\n\n${usage(AGENT_HELP, agentFlags)}\n`);
    return 1;
  }
  if (error instanceof ConfigError || error instanceof Error) {
    process.stderr.write(`==> ${error.message}\n`);
    return 1;
  }
  throw error;
}
