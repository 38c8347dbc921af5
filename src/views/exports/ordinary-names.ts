// SPDX-License-Identifier: Apache-2.0
import { UNEXPORTABLE } from '../../model/peering/export-rules.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';

/** Names of this cluster's services that are no proxies and no gateways: what a wildcard stands for. Sorted. */
export const ordinaryNames = defineView<null, readonly string[]>({
  name: 'exports/ordinary-names',
  key: () => '',
  compute: (read) => {
    const names = new Set<string>();
    for (const row of read.by(services, 'kind', rowKey(localTenancy, ''))) {
      names.add(row.value.service.Service);
    }
    names.delete(UNEXPORTABLE);
    return [...names].sort();
  },
});
