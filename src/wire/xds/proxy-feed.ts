// SPDX-License-Identifier: Apache-2.0
import type { Views } from '../../views/engine/engine.ts';
import { proxySnapshot } from '../../views/proxy/proxy.ts';
import type { ProxyKey } from '../../views/proxy/registration.ts';
import { mayBeEmpty, resourcesOf } from './proxies/kinds.ts';
import type { ResourceSet, ResourceType } from './resource-set.ts';

/** A proxy's resources as they change; undefined while it has none (not registered, no certificate yet). */
export interface ProxyFeed extends AsyncIterable<ProxyResources | undefined>, Disposable {}

export interface ProxyResources {
  readonly resources: ResourceSet;
  /** Types that its kind may have none of. */
  readonly mayBeEmpty: ReadonlySet<ResourceType>;
  /** What of its registration or of the configuration is passed over, and what is done instead. */
  readonly warnings: readonly string[];
}

/** A proxy's resources, anew whenever its snapshot changes; undefined while it has none. */
export function openProxyFeed(views: Views, key: ProxyKey): ProxyFeed {
  const watch = views.watch(proxySnapshot, key);
  const feed = async function* (): AsyncGenerator<ProxyResources | undefined> {
    for await (const { value: snapshot } of watch) {
      yield (
        snapshot && {
          resources: resourcesOf(snapshot),
          mayBeEmpty: mayBeEmpty(snapshot),
          warnings: snapshot.warnings,
        }
      );
    }
  };
  return { [Symbol.asyncIterator]: feed, [Symbol.dispose]: () => watch[Symbol.dispose]() };
}
