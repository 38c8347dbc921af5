// SPDX-License-Identifier: Apache-2.0
import { structurallyEqual } from '../model/equal.ts';
import { localTenancy } from '../model/tenancy.ts';
import { virtualIpKey, virtualIps } from '../state/tables/virtual-ips.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';

export interface AssignVirtualIps {
  readonly service: string;
  /** Valid addresses, each once. They replace those that the service has. */
  readonly addresses: readonly string[];
}

export interface AssignedVirtualIps {
  /** False for a service that has no virtual address of its own: then nothing was done. */
  readonly isFound: boolean;
  /** Services that had one of the addresses, and have it no longer. */
  readonly takenFrom: readonly { readonly service: string; readonly peer: string }[];
}

/** Gives a service of ours the addresses that people know it by, beside its own one. */
export const assignVirtualIps = defineCommand<AssignVirtualIps, AssignedVirtualIps>({
  name: 'assign-virtual-ips',
  decide: (read, { service, addresses }) => {
    const draft = new Draft(read);
    const own = draft.get(virtualIps, virtualIpKey(localTenancy, service));
    if (own === undefined) {
      return { writes: [], reply: { isFound: false, takenFrom: [] } };
    }
    const takenFrom: { service: string; peer: string }[] = [];
    for (const address of addresses) {
      for (const row of draft.by(virtualIps, 'manual', address)) {
        const { tenancy, service: other, manual = [] } = row.value;
        if (row.key === own.key) continue;
        const left = manual.filter((one) => one !== address);
        draft.put(virtualIps, { ...row.value, manual: left });
        const isKnown = takenFrom.some((one) => one.service === other && one.peer === tenancy.peer);
        if (!isKnown) takenFrom.push({ service: other, peer: tenancy.peer });
      }
    }
    if (!structurallyEqual(own.value.manual ?? [], addresses)) {
      draft.put(virtualIps, { ...own.value, manual: addresses });
    }
    return { writes: draft.writes, reply: { isFound: true, takenFrom } };
  },
});
