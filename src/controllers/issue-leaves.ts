// SPDX-License-Identifier: Apache-2.0
// Certificates for connected proxies. In: the view of wanted leaves. Out: leaves asked of their holder,
// which keeps them fresh and puts each into the local lane, where the proxies' views see it.
import { wantedLeaves } from '../views/proxy/wanted-leaves.ts';
import type { Views } from '../views/engine/engine.ts';
import type { Logger } from '../model/logger.ts';

export interface IssueLeavesPorts {
  readonly views: Views;
  /** Issues the leaf of a SPIFFE id and renews it until it is released. */
  readonly keep: (uri: string) => Promise<unknown>;
  readonly release: (uri: string) => void;
  readonly logger: Logger;
}

export async function issueLeaves(ports: IssueLeavesPorts, signal: AbortSignal): Promise<void> {
  using wanted = ports.views.watch(wantedLeaves, null);
  signal.addEventListener('abort', () => wanted[Symbol.dispose](), { once: true });
  const held = new Set<string>();
  for await (const { value } of wanted) {
    const now = new Set(value);
    for (const uri of held) {
      if (now.has(uri)) continue;
      held.delete(uri);
      ports.release(uri);
    }
    for (const uri of now) {
      if (held.has(uri)) continue;
      held.add(uri);
      // The holder retries by itself for as long as the leaf is kept.
      ports.keep(uri).catch((error: unknown) => {
        ports.logger.error('could not issue a certificate', { uri, error });
      });
    }
  }
}
