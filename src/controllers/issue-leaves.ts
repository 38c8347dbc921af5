// SPDX-License-Identifier: Apache-2.0
// Certificates for connected proxies. In: the view of wanted leaves. Out: leaves asked of the holder,
// which keeps them fresh and puts each into the local lane, where the proxies' views see it.
import { wantedLeaves } from '../views/proxy/wanted-leaves.ts';
import type { Views } from '../views/engine/engine.ts';
import type { Logger } from '../model/logger.ts';

export interface IssueLeavesPorts {
  readonly views: Views;
  /** Issues or renews the leaf of a SPIFFE id; a leaf that is fresh costs nothing. */
  readonly ensureLeaf: (uri: string) => Promise<unknown>;
  readonly logger: Logger;
}

export async function issueLeaves(ports: IssueLeavesPorts, signal: AbortSignal): Promise<void> {
  using wanted = ports.views.watch(wantedLeaves, null);
  signal.addEventListener('abort', () => wanted[Symbol.dispose](), { once: true });
  const held = new Set<string>();
  for await (const { value } of wanted) {
    const fresh = value.filter((uri) => !held.has(uri));
    for (const uri of fresh) held.add(uri);
    await Promise.all(
      fresh.map((uri) =>
        ports.ensureLeaf(uri).catch((error: unknown) => {
          held.delete(uri);
          ports.logger.error('could not issue a certificate', { uri, error });
        }),
      ),
    );
  }
}
