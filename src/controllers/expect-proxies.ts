// SPDX-License-Identifier: Apache-2.0
// What serves proxies is loaded while the first of them is still starting. In: whether one is registered. Out: one
// call of `load`, at the first that is. A server without proxies never carries it.
import type { Logger } from '../model/logger.ts';
import type { Views } from '../views/engine/engine.ts';
import { proxiesExpected } from '../views/proxy/expected.ts';

export interface ExpectProxiesPorts {
  readonly views: Views;
  readonly load: () => Promise<unknown>;
  readonly logger: Logger;
}

export async function expectProxies(ports: ExpectProxiesPorts, signal: AbortSignal): Promise<void> {
  using expected = ports.views.watch(proxiesExpected, null, signal);
  for await (const { value } of expected) {
    if (!value) continue;
    await ports.load().catch((error: unknown) => {
      ports.logger.error('could not load what serves proxies', { error });
    });
    return;
  }
}
