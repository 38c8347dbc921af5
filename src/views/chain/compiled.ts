// SPDX-License-Identifier: Apache-2.0
// Discovery chains. One value for everybody who asks for a service with the same overrides, clients and proxies alike;
// it is compiled anew when an entry changes that the chain passes.
import { trustDomainOf } from '../../model/ca/ca.ts';
import { compileChain } from '../../model/chain/compile.ts';
import type { CompiledChain } from '../../model/chain/compiled.ts';
import { chainEntries } from '../../model/chain/entries.ts';
import type { ChainOverrides } from '../../model/chain/request.ts';
import { Refusal } from '../../model/refusal.ts';
import { CLUSTER_KEY, cluster } from '../../state/tables/ca.ts';
import { defineView } from '../engine/view.ts';
import { entryOf } from '../proxy/entry.ts';
import { serviceVirtualIps } from './virtual-ips.ts';

export interface ChainKey {
  readonly service: string;
  /** Where calls begin. */
  readonly datacenter: string;
  readonly overrides: ChainOverrides;
}

/** A chain as the API shows it, or why there is none: entries of others can contradict each other. */
export type ChainAnswer = { readonly Chain: CompiledChain } | { readonly problem: string };

export const compiledChain = defineView<ChainKey, ChainAnswer>({
  name: 'chain/compiled',
  key: ({ service, datacenter, overrides }) => {
    const { protocol, connectTimeoutMs, gatewayMode } = overrides;
    return JSON.stringify([service, datacenter, protocol, connectTimeoutMs, gatewayMode]);
  },
  compute: (read, { service, datacenter, overrides }) => {
    const own = read.get(cluster, CLUSTER_KEY)?.value;
    const trustDomain = own === undefined ? '' : trustDomainOf(own);
    const entries = chainEntries((kind, name) => entryOf(read, kind, name), service);
    const virtualIps = read.view(serviceVirtualIps, service);
    try {
      const Chain = compileChain({
        service,
        datacenter,
        trustDomain,
        overrides,
        entries,
        virtualIps,
      });
      return { Chain };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { problem: error.message };
    }
  },
});
