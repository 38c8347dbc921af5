// SPDX-License-Identifier: Apache-2.0
// What an operator lets nobody, or not everybody, do: blocked paths and the networks that may write.
import type { HttpReply } from './endpoint.ts';
import { type HttpSettings, networkFilter } from './settings.ts';

const BLOCKED: HttpReply = { status: 403, text: 'Endpoint is blocked by agent configuration' };
const RESTRICTED: HttpReply = { status: 403, text: 'Access is restricted' };

export class Gate {
  readonly #blockedPrefixes: readonly string[];
  readonly #mayWrite: ((address: string) => boolean) | undefined;

  constructor({ blockedPrefixes, writersFrom }: HttpSettings) {
    this.#blockedPrefixes = blockedPrefixes;
    this.#mayWrite = writersFrom === undefined ? undefined : networkFilter(writersFrom);
  }

  /** The refusal of a path, whatever the method. `path` is without escapes. */
  ofPath(path: string): HttpReply | undefined {
    for (const prefix of this.#blockedPrefixes) {
      if (path.startsWith(prefix)) return BLOCKED;
    }
    return undefined;
  }

  /** The refusal of a client; GET writes nothing. */
  ofClient(method: string, address: string): HttpReply | undefined {
    if (this.#mayWrite === undefined || method === 'GET') return undefined;
    return this.#mayWrite(address) ? undefined : RESTRICTED;
  }
}
