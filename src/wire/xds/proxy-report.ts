// SPDX-License-Identifier: Apache-2.0
import { structurallyEqual } from '../../model/equal.ts';
import type { Logger } from '../../model/logger.ts';
import type { ProxyNack, ProxyProblem, ProxyStatusRow } from '../../model/proxy/status.ts';
import type { Nack } from './delta-type.ts';
import type { ResourceType } from './resource-set.ts';

export interface ReportPorts {
  readonly recordStatus: (status: ProxyStatusRow) => Promise<unknown>;
  readonly forgetStatus: (status: ProxyStatusRow) => Promise<unknown>;
  readonly now: () => number;
  readonly logger: Logger;
}

const MAX_MESSAGE_CHARS = 2_048;

/** What is told of one connected proxy: a leased row, and a line of the log for each thing that went wrong. */
export class ProxyReport {
  readonly #ports: ReportPorts;
  #status: ProxyStatusRow;

  constructor(ports: ReportPorts, status: ProxyStatusRow) {
    this.#ports = ports;
    this.#status = status;
    this.#record(status);
  }

  get who(): { readonly proxy: string; readonly node: string } {
    return { proxy: this.#status.proxyId, node: this.#status.node };
  }

  /** The proxy refused resources of a type. */
  refused(type: ResourceType, { names, message: full }: Nack): void {
    const message = full.slice(0, MAX_MESSAGE_CHARS);
    this.#ports.logger.warn('a proxy refused its configuration', {
      ...this.who,
      type,
      resources: names,
      message,
    });
    const entry: ProxyNack = { type, resources: names, message, atMs: this.#ports.now() };
    this.#record({ ...this.#status, nacks: [...this.#nacksOfOthers(type), entry] });
  }

  /** The proxy has accepted everything of a type. */
  accepted(type: ResourceType): void {
    const nacks = this.#nacksOfOthers(type);
    if (nacks.length === this.#status.nacks.length) return;
    this.#record({ ...this.#status, nacks });
  }

  /** What could not be built for the proxy, as of now; the rest was. */
  leftOut(problems: readonly ProxyProblem[]): void {
    const known = new Set(this.#status.problems.map(textOf));
    if (problems.length === known.size && problems.every((one) => known.has(textOf(one)))) return;
    for (const problem of problems) {
      if (known.has(textOf(problem))) continue;
      this.#ports.logger.warn('a resource of a proxy could not be built', {
        ...this.who,
        ...problem,
      });
    }
    this.#record({ ...this.#status, problems });
  }

  /** What is passed over for the proxy, as of now. */
  passedOver(warnings: readonly string[]): void {
    const known = this.#status.warnings;
    if (structurallyEqual(known, warnings)) return;
    for (const warning of warnings) {
      if (known.includes(warning)) continue;
      this.#ports.logger.warn('something asked of a proxy is passed over', {
        ...this.who,
        warning,
      });
    }
    this.#record({ ...this.#status, warnings });
  }

  /** The proxy is gone. */
  withdraw(): void {
    this.#ports.forgetStatus(this.#status).catch(() => {});
  }

  #nacksOfOthers(type: ResourceType): readonly ProxyNack[] {
    return this.#status.nacks.filter((nack) => nack.type !== type);
  }

  #record(status: ProxyStatusRow): void {
    this.#status = status;
    this.#ports.recordStatus(status).catch((error: unknown) => {
      this.#ports.logger.warn('could not record the status of a proxy', { ...this.who, error });
    });
  }
}

const textOf = ({ resource, message }: ProxyProblem): string => `${resource} ${message}`;
