// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';
import type { ChainEntries } from './entries.ts';
import { chainProtocolOf } from './protocol.ts';

/** What contradicts itself in the entries of a chain. */
export const graphError = (message: string): Refusal => new Refusal('rpc-error', message);

/** Holds that everything in a chain speaks the same. */
export class OneProtocol {
  readonly #chain: string;
  readonly #entries: ChainEntries;
  #protocol = '';

  constructor(chain: string, entries: ChainEntries) {
    this.#chain = chain;
    this.#entries = entries;
  }

  get protocol(): string {
    return this.#protocol;
  }

  /** Refusal when the service speaks otherwise than those before. */
  meet(service: string): void {
    const entries = this.#entries;
    const protocol = chainProtocolOf(entries.serviceDefaults(service), entries.proxyDefaults());
    if (this.#protocol === '') this.#protocol = protocol;
    if (this.#protocol === protocol) return;
    const [chain, name, theirs, ours] = [this.#chain, service, protocol, this.#protocol].map(
      (text) => JSON.stringify(text),
    );
    throw graphError(
      `discovery chain ${chain} uses inconsistent protocols; service ${name} has ${theirs} which is not ${ours}`,
    );
  }
}
