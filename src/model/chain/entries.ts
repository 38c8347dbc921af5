// SPDX-License-Identifier: Apache-2.0
// What the compiler asks of its surroundings: entries by name, however they are stored.
import type { FindEntry } from '../config-entries/kind.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../config-entries/service-defaults/schema.ts';
import type { ServiceResolver } from '../config-entries/service-resolver/schema.ts';
import type { ServiceRouter } from '../config-entries/service-router/schema.ts';
import type { ServiceSplitter } from '../config-entries/service-splitter/schema.ts';
import { reachedServices } from './links.ts';

export interface ChainEntries {
  readonly proxyDefaults: () => ProxyDefaults | undefined;
  readonly serviceDefaults: (service: string) => ServiceDefaults | undefined;
  readonly router: (service: string) => ServiceRouter | undefined;
  readonly splitter: (service: string) => ServiceSplitter | undefined;
  readonly resolver: (service: string) => ServiceResolver | undefined;
}

/** The entries of what a chain can lead to in this cluster; none of others, whose names peers can have as well. */
export function chainEntries(find: FindEntry, service: string): ChainEntries {
  const reached = reachedServices(find, service);
  const own = (kind: string, name: string) => (reached.has(name) ? find(kind, name) : undefined);
  return {
    proxyDefaults: () => find('proxy-defaults', 'global') as ProxyDefaults | undefined,
    serviceDefaults: (name) => own('service-defaults', name) as ServiceDefaults | undefined,
    router: (name) => own('service-router', name) as ServiceRouter | undefined,
    splitter: (name) => own('service-splitter', name) as ServiceSplitter | undefined,
    resolver: (name) => own('service-resolver', name) as ServiceResolver | undefined,
  };
}
