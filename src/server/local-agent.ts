// SPDX-License-Identifier: Apache-2.0
// This node's own agent, put together: what it registers of itself and from files, and the checks that it
// runs. In: the core and who this node is. Out: what the HTTP endpoints of the agent ask for.
import { SURROUNDINGS } from '../agent/checks/probes.ts';
import { CheckRunners } from '../agent/checks/runners.ts';
import { selfRegistration, type SelfIdentity } from '../agent/self-registration.ts';
import type { Command } from '../commands/command.ts';
import { loadDefinitions } from '../commands/load-definitions.ts';
import { syncAgent } from '../commands/sync-agent.ts';
import { RunChecks } from '../controllers/run-checks.ts';
import { syncCatalog } from '../controllers/sync-catalog.ts';
import { checkRegistrationOf } from '../model/agent/check-registration.ts';
import { type CheckDefinition, NO_PROGRAMS } from '../model/agent/check-type.ts';
import type { ServiceDefinition } from '../model/agent/service-definition.ts';
import { serviceRegistrationOf } from '../model/agent/service-registration.ts';
import { DEFAULT_SIDECAR_PORTS, type PortRange } from '../model/agent/sidecar.ts';
import type { Logger } from '../model/logger.ts';
import type { LocalAgent } from '../wire/http/agent/local-agent.ts';
import type { CheckSettings } from './config/check-settings.ts';
import type { Core } from './core.ts';
import { systemClock } from './system-clock.ts';

export interface LocalAgentOptions {
  readonly core: Core;
  readonly nodeName: string;
  readonly leafOf: LocalAgent['leafOf'];
  /** Default: Consul's. */
  readonly sidecarPorts?: PortRange;
  /** Default: Consul's, with no programs allowed. */
  readonly checkSettings?: CheckSettings;
  readonly logger: Logger;
}

export interface Definitions {
  readonly services: readonly ServiceDefinition[];
  readonly checks: readonly CheckDefinition[];
}

export interface OpenLocalAgent extends LocalAgent {
  /** Registers this node and server; before anything is checked. */
  register(self: SelfIdentity): Promise<void>;
  /** Makes what files define registered, and what they no longer define gone, at once or not at all. */
  define(definitions: Definitions): Promise<void>;
  /** Runs the checks until aborted. */
  runChecks(signal: AbortSignal): Promise<void>;
  /** Keeps the catalog in line with what is registered here until aborted. */
  syncCatalog(self: SelfIdentity, signal: AbortSignal): Promise<void>;
}

export function openLocalAgent(options: LocalAgentOptions): OpenLocalAgent {
  const { core, nodeName: node, leafOf, logger } = options;
  const { checkSettings } = options;
  const local = checkSettings?.local ?? NO_PROGRAMS;
  const sidecarPorts = options.sidecarPorts ?? DEFAULT_SIDECAR_PORTS;
  const issue = async <I, R>(command: Command<I, R>, input: I): Promise<R> =>
    (await core.commands.issue(command, input, { origin: 'agent' })).reply;
  const checks = new RunChecks({
    node,
    views: core.views,
    issue,
    open: (sink) =>
      new CheckRunners({
        sink,
        clock: systemClock,
        random: Math.random,
        logger,
        ...checkSettings,
        surroundings: { ...SURROUNDINGS, ...dockerHost() },
      }),
    logger,
  });
  return {
    sidecarPorts,
    allowedChecks: checkSettings?.remote ?? NO_PROGRAMS,
    leafOf,
    report: (id, result) => checks.report(id, result),
    pendingOutput: (id) => checks.pendingOutput(id),
    runChecks: (signal) => checks.run(signal),
    syncCatalog: (self, signal) =>
      syncCatalog(
        {
          self: selfRegistration(self),
          issue,
          onRestored: (ids) => checks.restart(ids),
          clock: systemClock,
          logger,
        },
        signal,
      ),
    register: async (self) => void (await issue(syncAgent, selfRegistration(self))),
    define: async (definitions) => {
      const input = {
        node,
        sidecarPorts,
        nowMs: systemClock.now(),
        services: definitions.services.map((service) => serviceRegistrationOf(service, local)),
        checks: definitions.checks.map((check) => checkRegistrationOf(check, node, local)),
      };
      await issue(loadDefinitions, input);
    },
  };
}

/** Where Docker's own programs find its daemon. */
function dockerHost(): { dockerHost?: string } {
  const host = process.env['DOCKER_HOST'];
  return host === undefined || host === '' ? {} : { dockerHost: host };
}
