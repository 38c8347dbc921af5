// SPDX-License-Identifier: Apache-2.0
import { virtualAddress } from '../../model/catalog/virtual-ip.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { virtualIpKey, virtualIps } from '../../state/tables/virtual-ips.ts';
import { defineView } from '../engine/view.ts';

export interface ServiceVirtualIps {
  readonly auto: readonly string[];
  readonly manual: readonly string[];
}

/** The virtual addresses of a service of ours; null when it has none. */
export const serviceVirtualIps = defineView<string, ServiceVirtualIps | null>({
  name: 'chain/virtual-ips',
  key: (service) => service,
  compute: (read, service) => {
    const row = read.get(virtualIps, virtualIpKey(localTenancy, service))?.value;
    return row === undefined
      ? null
      : { auto: [virtualAddress(row.offset)], manual: row.manual ?? [] };
  },
});
