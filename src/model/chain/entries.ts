// SPDX-License-Identifier: Apache-2.0
// What the compiler asks of its surroundings: entries by name, however they are stored.
import type { FindEntry } from '../config-entries/kind.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../config-entries/service-defaults/schema.ts';
import type { ServiceResolver } from '../config-entries/service-resolver/schema.ts';
import type { ServiceRouter } from '../config-entries/service-router/schema.ts';
import type { ServiceSplitter } from '../config-entries/service-splitter/schema.ts';

export interface ChainEntries {
  readonly proxyDefaults: () => ProxyDefaults | undefined;
  readonly serviceDefaults: (service: string) => ServiceDefaults | undefined;
  readonly router: (service: string) => ServiceRouter | undefined;
  readonly splitter: (service: string) => ServiceSplitter | undefined;
  readonly resolver: (service: string) => ServiceResolver | undefined;
}

export function chainEntries(find: FindEntry): ChainEntries {
  return {
    proxyDefaults: () => find('proxy-defaults', 'global') as ProxyDefaults | undefined,
    serviceDefaults: (name) => find('service-defaults', name) as ServiceDefaults | undefined,
    router: (name) => find('service-router', name) as ServiceRouter | undefined,
    splitter: (name) => find('service-splitter', name) as ServiceSplitter | undefined,
    resolver: (name) => find('service-resolver', name) as ServiceResolver | undefined,
  };
}
