// SPDX-License-Identifier: Apache-2.0
// The checks of this node's agent. In: the view of what has to be run, and what people say of the checks
// they run themselves. Out: results, as commands. How a check is run is handed in.
import { deregisterAgentService } from '../commands/deregister-agent-service.ts';
import type { Command } from '../commands/command.ts';
import { updateCheckStatus } from '../commands/update-check-status.ts';
import type {
  AliasTarget,
  CheckResult,
  CheckRunning,
  CheckSink,
} from '../model/agent/check-running.ts';
import { unknownCheck } from '../model/agent/unknown.ts';
import type { Logger } from '../model/logger.ts';
import { aliasStatus } from '../views/agent/alias-status.ts';
import { checksToRun, knownCheck } from '../views/agent/checks-to-run.ts';
import { connectedProxies } from '../views/agent/connected-proxies.ts';
import type { Views } from '../views/engine/engine.ts';

export interface RunChecksPorts {
  /** The node whose checks these are. */
  readonly node: string;
  readonly views: Views;
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<unknown>;
  /** Makes what runs checks and hands its results to a sink. */
  readonly open: (sink: CheckSink) => CheckRunning;
  readonly logger: Logger;
}

export class RunChecks {
  readonly #ports: RunChecksPorts;
  readonly #running: CheckRunning;
  #isStopped = false;

  constructor(ports: RunChecksPorts) {
    this.#ports = ports;
    const { node, issue } = ports;
    this.#running = ports.open({
      publish: async (checkId, result, heardMs) => {
        const update = { node, checkId, ...result };
        await issue(updateCheckStatus, heardMs === undefined ? update : { ...update, heardMs });
      },
      deregister: async (id) => void (await issue(deregisterAgentService, { node, id })),
      watchAlias: (target, tell) => this.#watchAlias(target, tell),
    });
  }

  /** Runs whatever is registered until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#followChecks(signal), this.#followProxies(signal)]);
    this.#isStopped = true;
    this.#running.stop();
  }

  /** What somebody says of a TTL check; resolves when it is kept. Refusal when there is no such check. */
  async report(id: string, result: CheckResult): Promise<void> {
    const { views, node } = this.#ports;
    if (views.get(knownCheck, { node, id }).value === undefined) {
      throw unknownCheck(id);
    }
    // It may have been registered a moment ago.
    this.#reconcile();
    await this.#running.report(id, result);
  }

  /** The newest output of a check when the catalog doesn't have it yet. */
  pendingOutput(id: string): string | undefined {
    return this.#running.pendingOutput(id);
  }

  /** Begins anew with checks of which nothing is known any more. */
  restart(ids: readonly string[]): void {
    this.#running.forget(ids);
    this.#reconcile();
  }

  async #followChecks(signal: AbortSignal): Promise<void> {
    using wanted = this.#ports.views.watch(checksToRun, this.#ports.node);
    signal.addEventListener('abort', () => wanted[Symbol.dispose](), { once: true });
    for await (const _ of wanted) {
      if (signal.aborted) return;
      this.#reconcile();
    }
  }

  /** A proxy that has connected is about to listen: its checks need not wait for their turn. */
  async #followProxies(signal: AbortSignal): Promise<void> {
    using connected = this.#ports.views.watch(connectedProxies, this.#ports.node);
    signal.addEventListener('abort', () => connected[Symbol.dispose](), { once: true });
    let known: ReadonlyMap<string, string> = new Map();
    for await (const { value } of connected) {
      if (signal.aborted) return;
      for (const [stream, proxy] of value) if (!known.has(stream)) this.#running.hasten(proxy);
      known = value;
    }
  }

  #reconcile(): void {
    if (this.#isStopped) return;
    const { views, node } = this.#ports;
    const wanted = views.get(checksToRun, node).value;
    this.#running.reconcile(wanted, (id) => views.get(knownCheck, { node, id }).value);
  }

  #watchAlias(target: AliasTarget, tell: (result: CheckResult) => void): () => void {
    const { views, node, logger } = this.#ports;
    const watch = views.watch(aliasStatus, { ...target, ownNode: node });
    const follow = async (): Promise<void> => {
      for await (const { value } of watch) tell(value);
    };
    follow().catch((error: unknown) => {
      logger.error('an alias check can no longer be followed', { ...target, error });
    });
    return () => watch[Symbol.dispose]();
  }
}
